"""People are asked 30, 90 and 180 days after the beginning how it goes; each time once, while they like it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions import change_profile, delete_account
from accounts.models import Notification
from jobs.models import OutgoingMail
from jobs.schedule import registry
from practices.adopting import actions, asking, letters
from practices.adopting.periodic import ask_about_repeats
from practices.models import Adoption
from tests import factories
from tests.practices.repeating import begun, municipality, official, told
from tests.threads import at_once

pytestmark = pytest.mark.django_db
BEGINNING = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Bishkek"))


@pytest.fixture
def head(db):
    return official("head", municipality("kara-suu"))


@pytest.fixture
def adoption(head, time_machine):
    time_machine.move_to(BEGINNING)
    practice = factories.practice("published")
    return begun(practice, head)


@pytest.fixture
def after(time_machine):
    """So many days after the beginning the job of the morning runs; gives the letters that were written by then."""
    def run(days):
        time_machine.move_to(BEGINNING + timedelta(days=days))
        ask_about_repeats()
        return asks()
    return run


def asks():
    return list(OutgoingMail.objects.filter(key__contains="-ask-").order_by("pk"))


@pytest.mark.parametrize("day", [30, 90, 180])
def test_question_comes_on_its_day_and_not_before(adoption, after, day):
    number = asking.DAYS.index(day)
    for earlier in asking.DAYS[:number]:
        after(earlier)
    assert len(after(day - 1)) == number
    assert len(after(day)) == number + 1
    assert len(after(day)) == number + 1
    assert len(after(day + 1)) == number + 1


def test_after_half_a_year_nothing_more_is_asked(adoption, after):
    for day in range(0, 720, 30):
        after(day)
    assert len(asks()) == 3
    adoption.refresh_from_db()
    assert (adoption.asked, adoption.next_ask_on) == (3, None)


def test_days_missed_while_the_worker_stood_are_asked_about_once(adoption, after):
    assert len(after(100)) == 1
    assert len(after(180)) == 2
    assert len(after(400)) == 2


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_letter_leads_straight_to_the_form_in_the_language_of_its_reader(adoption, after, head, language, settings):
    head.language = language
    head.save()
    letter = after(30)[0]
    assert (letter.to, letter.language) == (head.email, language)
    title = {"title": adoption.practice.title_ru}
    with translation.override(language):
        assert letter.subject == gettext("How is the repeat going: «%(title)s»?") % title
        assert gettext("Do not ask me about this any more:") in letter.body
    form = f"/{language}/practices/repeats/{adoption.pk}/tell/"
    assert f"{settings.SITE_URL}{form}" in letter.body and f"kara-suu ({language})" in letter.body
    quiet = letter.headers["List-Unsubscribe"].strip("<>")
    assert quiet in letter.body
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    notice = Notification.objects.get(recipient=head, kind="adoption_ask")
    assert notice.path == form.removeprefix(f"/{language}")
    client = Client()
    client.force_login(head)
    assert client.get(form).status_code == 200


@pytest.mark.parametrize("stage", ["result", "stopped"])
def test_what_has_ended_is_not_asked_about(adoption, after, stage):
    told(adoption, stage=stage, note="слово", result="Есть")
    assert after(30) == []
    assert adoption.next_ask_on is None


def test_resumed_repeat_is_asked_about_on_the_days_that_are_left(adoption, after, time_machine):
    told(adoption, stage="stopped", note="Нет денег")
    time_machine.move_to(BEGINNING + timedelta(days=40))
    told(adoption, stage="running")
    assert after(89) == []
    assert len(after(90)) == 1


@pytest.mark.parametrize("cause", ["withdrawn", "archived", "hidden", "left", "inactive", "moved", "refused"])
def test_nobody_is_asked_who_should_not_be(adoption, after, head, cause):
    {
        "withdrawn": lambda: factories.do("withdraw", adoption.practice),
        "archived": lambda: factories.do("archive", adoption.practice),
        "hidden": lambda: Adoption.objects.update(is_hidden=True, hidden_reason="за что"),
        "left": lambda: delete_account(person=head),
        "inactive": lambda: type(head).objects.filter(pk=head.pk).update(is_active=False),
        "moved": lambda: _move(head),
        "refused": lambda: actions.refuse_asks(adoption=adoption, by=head),
    }[cause]()
    for day in asking.DAYS:
        assert after(day) == []
    assert not Notification.objects.filter(kind="adoption_ask").exists()


def _move(person):
    person.territory = municipality("elsewhere")
    change_profile(person=person, post=None)


def test_restored_practice_is_asked_about_again(adoption, after):
    factories.do("withdraw", adoption.practice)
    assert after(30) == []
    factories.do("restore", adoption.practice)
    assert after(89) == []
    assert len(after(90)) == 1


def test_colleague_who_goes_on_is_asked_from_then_on(adoption, after, head, time_machine):
    after(30)
    actions.refuse_asks(adoption=adoption, by=head)
    time_machine.move_to(BEGINNING + timedelta(days=35))
    told(adoption, official("colleague", head.territory), "running")
    assert [letter.to for letter in after(90)] == [head.email, "colleague@example.kg"]


def test_refusal_outlives_a_tale_of_the_same_person(adoption, after, head):
    actions.refuse_asks(adoption=adoption, by=head)
    told(adoption, head, "running")
    assert after(200) == []


def test_worker_killed_half_way_asks_again_only_what_was_not_asked(adoption, time_machine, monkeypatch):
    second = begun(factories.practice("published"), adoption.by)
    time_machine.move_to(BEGINNING + timedelta(days=30))
    really = letters.ask

    def killed(repeat, days):
        really(repeat, days)
        if repeat.pk == second.pk:
            raise KeyboardInterrupt

    monkeypatch.setattr(letters, "ask", killed)
    with pytest.raises(KeyboardInterrupt):
        ask_about_repeats()
    assert len(asks()) == 1
    monkeypatch.setattr(letters, "ask", really)
    ask_about_repeats()
    ask_about_repeats()
    assert len(asks()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once(adoption, time_machine):
    time_machine.move_to(BEGINNING + timedelta(days=30))
    at_once([ask_about_repeats, ask_about_repeats])
    assert len(asks()) == 1


def test_both_jobs_are_on_the_schedule():
    assert {"practices.ask_about_repeats", "practices.count_repeats"} <= set(registry)


# --- the link of the letter -----------------------------------------------------------------------


def quiet_page(adoption, token=None):
    return f"/ru/practices/repeats/quiet/{token or letters.token_of(adoption)}/"


def test_link_asks_first_and_a_press_without_signing_in_ends_the_letters(adoption, after):
    client = Client(enforce_csrf_checks=True)
    assert "<button" in client.get(quiet_page(adoption)).content.decode().split("<main")[1]
    adoption.refresh_from_db()
    assert not adoption.refuses_asks
    for _press in range(2):
        answer = client.post(quiet_page(adoption), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "<button" not in answer.content.decode().split("<main")[1]
    assert not answer.cookies
    adoption.refresh_from_db()
    assert (adoption.refuses_asks, adoption.next_ask_on, adoption.revision) == (True, None, 1)
    assert after(200) == []


@pytest.mark.parametrize("spoil", [
    lambda token: "made-up", lambda token: token[:-1], lambda token: token + "x",
    lambda token: signing.dumps([1, 1], salt="another"), lambda token: signing.dumps("x", salt=letters.SALT),
])
def test_made_up_link_changes_nothing(adoption, spoil):
    address = quiet_page(adoption, spoil(letters.token_of(adoption)))
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 200 and str(adoption.practice) not in answer.content.decode()
    adoption.refresh_from_db()
    assert not adoption.refuses_asks


def test_link_of_who_kept_it_before_does_not_silence_the_colleague(adoption, head):
    token = letters.token_of(adoption)
    told(adoption, official("colleague", head.territory), "running")
    Client().post(quiet_page(adoption, token))
    adoption.refresh_from_db()
    assert not adoption.refuses_asks and adoption.next_ask_on
