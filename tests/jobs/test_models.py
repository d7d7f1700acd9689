from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models.functions import Now
from django.utils import timezone

from jobs.models import OutgoingMail, ScheduledJob, Worker

pytestmark = pytest.mark.django_db


def letter(**values):
    return OutgoingMail.objects.create(**{"to": "a@example.org", "subject": "Тема", **values})


def test_key_that_is_repeated_is_refused():
    letter(key="practice-1-published")
    letter(key="practice-2-published")
    with pytest.raises(IntegrityError, match="mail_once_per_key"):
        letter(key="practice-1-published")


def test_letters_without_key_may_be_many():
    letter()
    letter()
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("to", ["", "a@example.org\nBcc: b@example.org", "a@example.org\rX"])
def test_addressee_that_is_not_one_line_is_refused(to):
    with pytest.raises(IntegrityError, match="mail_to_one_line"):
        letter(to=to)


@pytest.mark.parametrize("subject", ["", "Тема\nBcc: b@example.org"])
def test_subject_that_is_not_one_line_is_refused(subject):
    with pytest.raises(IntegrityError, match="mail_subject_one_line"):
        letter(subject=subject)


@pytest.mark.parametrize("state,has_time", [("sent", False), ("queued", True), ("failed", True)])
def test_time_of_sending_without_the_state_is_refused(state, has_time):
    with pytest.raises(IntegrityError, match="mail_sent_has_time"):
        letter(state=state, sent_at=timezone.now() if has_time else None)


def test_time_of_sending_goes_with_the_state():
    letter(state="sent", sent_at=timezone.now())
    letter(state="held")


def test_message_id_is_the_same_at_each_reading_and_differs_between_letters():
    first, second = letter(), letter()
    assert OutgoingMail.objects.get(pk=first.pk).message_id == first.message_id
    assert first.message_id != second.message_id
    assert first.message_id.endswith("@testserver>")


def test_due_letters_come_oldest_first_and_not_before_their_time():
    now = timezone.now()
    first, second = letter(retry_at=now), letter(retry_at=now - timedelta(hours=1))
    letter(retry_at=now + timedelta(seconds=1))
    letter(state="held")
    letter(state="failed")
    assert list(OutgoingMail.objects.due(now)) == [first, second]


def test_name_of_job_that_is_repeated_is_refused():
    ScheduledJob.objects.create(name="digest")
    with pytest.raises(IntegrityError):
        ScheduledJob.objects.create(name="digest")


def test_worker_is_silent_after_a_minute():
    Worker.objects.create(name="alive")
    Worker.objects.create(name="dead")
    Worker.objects.filter(name="dead").update(seen_at=Now() - timedelta(seconds=61))
    assert [worker.name for worker in Worker.objects.silent()] == ["dead"]
    assert [worker.name for worker in Worker.objects.seen_within(timedelta(seconds=30))] == ["alive"]
