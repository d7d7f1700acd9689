"""Curators ask outsiders, read what they answer and take questions back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.checking import actions
from practices.models import FactCheck, Practice
from publishing import actions as publishing
from publishing.models import QueueItem
from tests import factories
from tests.practices.asking import asked, key_of, page_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"
ASK = {"email": "engineer@example.kg", "post": "Инженер", "question": "Верна ли сумма?", "language": "ky"}


@pytest.fixture(params=["curator", "practices_curator"])
def curator(client, request):
    user = factories.member_of(request.param, language="ru")
    client.force_login(user)
    return user


@pytest.fixture
def practice(db):
    return factories.practice("published")


def address(practice, rest=""):
    return f"/admin/practices/practice/{practice.pk}/{rest}"


def html(client, practice):
    return client.get(address(practice, "change/")).content.decode()


def test_outsider_is_asked_by_a_button(client, curator, practice):
    assert address(practice, "ask-outsider/") in html(client, practice)
    form = client.get(address(practice, "ask-outsider/")).context["form"]
    assert form["language"].value() == practice.language
    assert client.post(address(practice, "ask-outsider/"), ASK).status_code == 302
    check = FactCheck.objects.get()
    assert (check.email, check.post, check.language) == ("engineer@example.kg", "Инженер", "ky")
    assert check.asked_by == curator
    shown = html(client, practice)
    assert "engineer@example.kg" in shown and "Верна ли сумма?" in shown
    assert client.get(page_of(key_of(check))).status_code == 200
    assert key_of(check) not in shown


@pytest.mark.parametrize("fields", [
    {"email": ""}, {"email": "not an address"}, {"email": "a@example.kg\nBcc: b@example.kg"},
    {"email": "a@example.kg\r\nb@example.kg"}, {"email": "a@example.kg, b@example.kg"}, {"post": ""},
    {"email": "a" * 300 + "@example.kg"}, {"post": "Ң" * 201}, {"question": "Ң" * 100_000}, {"language": "en"},
])
def test_question_that_cannot_be_sent_comes_back(client, curator, practice, fields):
    answer = client.post(address(practice, "ask-outsider/"), {**ASK, **fields})
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not FactCheck.objects.exists()


def test_second_press_tells_that_the_address_was_asked(client, curator, practice):
    client.post(address(practice, "ask-outsider/"), ASK)
    again = client.post(address(practice, "ask-outsider/"), ASK)
    assert again.status_code == 409 and again.context["form"].errors["email"]
    assert "Верна ли сумма?" in again.content.decode()
    assert FactCheck.objects.count() == 1


def test_too_many_questions_a_day_are_refused(client, curator, practice, monkeypatch):
    monkeypatch.setattr(actions, "ASKS_A_DAY", 1)
    client.post(address(practice, "ask-outsider/"), ASK)
    more = client.post(address(practice, "ask-outsider/"), {**ASK, "email": "other@example.kg"})
    assert more.status_code == 429 and FactCheck.objects.count() == 1


@pytest.mark.parametrize("status", ["draft", "returned", "archived"])
def test_nobody_is_asked_about_what_is_neither_in_review_nor_published(client, curator, status):
    practice = factories.practice(status)
    assert "ask-outsider" not in html(client, practice)
    assert client.get(address(practice, "ask-outsider/")).status_code == 409
    assert client.post(address(practice, "ask-outsider/"), ASK).status_code == 409
    assert not FactCheck.objects.exists()


def test_answer_stands_above_the_text_and_leaves_the_queue_when_read(client, curator, practice):
    check, _key = asked(practice)
    assert "answers-read" not in html(client, practice)
    actions.answer(check=check, verdict="corrections", remarks=HOSTILE)
    shown = html(client, practice)
    assert "&lt;script&gt;alert" in shown and HOSTILE not in shown and "answers-read" in shown
    page = client.get(address(practice, "answers-read/"))
    assert page.context["form"]["answers"].value() == 1
    assert client.post(address(practice, "answers-read/"), {"answers": 0}).status_code == 302
    assert QueueItem.objects.filter(reason="facts").exists(), "one answer came meanwhile"
    client.post(address(practice, "answers-read/"), {"answers": 1})
    assert not QueueItem.objects.filter(reason="facts").exists()
    assert "answers-read" not in html(client, practice)


def test_facts_checked_offers_the_post_and_leaves_the_queue(client, curator, practice):
    check, _key = asked(practice)
    actions.answer(check=check, verdict="confirmed")
    form = client.get(address(practice, "facts/")).context["form"]
    assert (form["post"].value(), form["answers"].value()) == (check.post, 1)
    late, _key = asked(practice, email="late@example.kg")
    actions.answer(check=late, verdict="unknown")
    sent = {"seen": practice.revision, "post": check.post}
    client.post(address(practice, "facts/"), {**sent, "answers": 1})
    assert Practice.objects.get().checked_by_post == check.post
    assert QueueItem.objects.filter(reason="facts").exists(), "the late answer was not read"
    client.post(address(practice, "facts/"), {**sent, "answers": 2})
    assert not QueueItem.objects.filter(reason="facts").exists()


def test_question_is_taken_back(client, curator, practice):
    check, key = asked(practice)
    url = address(practice, f"asked/{check.pk}/withdraw/")
    assert url in html(client, practice)
    assert client.get(url).status_code == 200 and client.get(page_of(key)).status_code == 200
    for _press in range(2):
        assert client.post(url).status_code == 302
    assert client.get(page_of(key)).status_code == 410
    assert url not in html(client, practice)


def test_question_of_another_practice_is_not_taken_back_here(client, curator, practice):
    check, _key = asked(factories.practice("published"))
    assert client.post(address(practice, f"asked/{check.pk}/withdraw/")).status_code == 404
    assert FactCheck.objects.get().withdrawn_at is None


def test_curator_learns_that_the_text_changed_since(client, curator, practice):
    check, _key = asked(practice)
    assert client.get(address(practice, "change/")).context["fact_checks"][0].text_changed is False
    practice.revision += 1
    practice.save()
    publishing.note_edit(publication=practice, by=curator, changed_fields=["lessons"], reason="Иначе")
    assert client.get(address(practice, "change/")).context["fact_checks"][0].text_changed is True


def test_closed_question_says_why(client, curator, practice):
    asked(practice)
    FactCheck.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert client.get(address(practice, "change/")).context["fact_checks"][0].closed == "expired"
    assert "/asked/" not in html(client, practice)


@pytest.mark.parametrize("rest", ["ask-outsider/", "answers-read/", "asked/{pk}/withdraw/"])
def test_pages_are_for_moderators_and_of_what_exists(client, practice, rest):
    check, _key = asked(practice)
    rest = rest.format(pk=check.pk)
    client.force_login(factories.member_of("expert"))
    assert client.post(address(practice, rest), ASK).status_code == 403
    assert "engineer@example.kg" not in client.get(address(practice, "change/")).content.decode()
    client.force_login(factories.member_of("curator"))
    assert client.get(f"/admin/practices/practice/999999/{rest}").status_code == 404
