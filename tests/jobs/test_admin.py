from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from jobs.models import OutgoingMail, ScheduledJob

pytestmark = pytest.mark.django_db
LETTERS = "admin:jobs_outgoingmail_changelist"
JOBS = "admin:jobs_scheduledjob_changelist"


@pytest.fixture
def letter():
    return OutgoingMail.objects.create(
        to="a@example.org", subject="Тема", body="secret-link", state="failed", attempts=6
    )


def sign_in(client, *permissions):
    user = get_user_model().objects.create(email="curator@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)


def press(client, page, action, row):
    return client.post(reverse(page), {"action": action, "_selected_action": [row.pk]}, follow=True)


def test_letter_that_failed_is_tried_again(admin_client, letter):
    press(admin_client, LETTERS, "try_again", letter)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("queued", 0)
    assert letter.retry_at <= timezone.now()


def test_letter_that_was_sent_is_not_sent_again(admin_client):
    values = {"to": "a@example.org", "subject": "Тема", "state": "sent", "sent_at": timezone.now()}
    sent = OutgoingMail.objects.create(**values)
    press(admin_client, LETTERS, "try_again", sent)
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_text_of_a_letter_is_not_shown(admin_client, letter):
    page = admin_client.get(reverse("admin:jobs_outgoingmail_change", args=[letter.pk]))
    assert page.status_code == 200
    assert "a@example.org" in page.content.decode()
    assert "secret-link" not in page.content.decode()


def test_letter_is_neither_edited_nor_deleted(admin_client, letter):
    address = reverse("admin:jobs_outgoingmail_change", args=[letter.pk])
    assert admin_client.post(address, {"to": "b@example.org"}).status_code == 403
    assert admin_client.post(reverse("admin:jobs_outgoingmail_delete", args=[letter.pk])).status_code == 403
    assert admin_client.get(reverse("admin:jobs_outgoingmail_add")).status_code == 403


def test_reader_without_the_right_to_change_cannot_try_again(client, letter):
    sign_in(client, "view_outgoingmail")
    assert client.get(reverse(LETTERS)).status_code == 200
    press(client, LETTERS, "try_again", letter)
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_person_without_the_right_to_view_is_refused(client, letter):
    sign_in(client)
    assert client.get(reverse(LETTERS)).status_code == 403


def test_job_is_run_now_on_demand(admin_client):
    job = ScheduledJob.objects.create(name="digest", due_at=timezone.now() + timedelta(days=1))
    press(admin_client, JOBS, "run_now", job)
    job.refresh_from_db()
    assert job.due_at <= timezone.now()
