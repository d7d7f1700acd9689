"""The buttons of curators: each asks first, does once, and tells when somebody was quicker."""

import pytest
from django.utils import translation
from django.utils.html import escape

from accounts.models import Notification
from jobs.models import OutgoingMail
from practices.models import Practice
from publishing import actions
from publishing.actions import last_event
from publishing.models import ModerationEvent
from tests import factories
from tests.publishing.admin_pages import change

pytestmark = pytest.mark.django_db
ACTS = [
    ("in_review", "publish"), ("in_review", "send_back"), ("published", "withdraw"), ("published", "archive"),
    ("archived", "restore"), ("withdrawn", "restore"),
]


@pytest.fixture
def curator(client):
    user = factories.member_of("practices_curator")
    client.force_login(user)
    return user


def act(practice, verb):
    return f"/admin/practices/practice/{practice.pk}/act/{verb}/"


def press(client, practice, verb, **fields):
    data = {"seen": practice.revision, "reason": "Так решили", **fields}
    if verb == "withdraw":
        data.setdefault("kind", "outdated")
    return client.post(act(practice, verb), data)


def status(practice):
    return Practice.objects.get(pk=practice.pk).status


@pytest.mark.parametrize("now", list(factories.WAYS))
def test_buttons_are_those_that_work(client, curator, now):
    practice = factories.practice(now)
    html = client.get(f"/admin/practices/practice/{practice.pk}/change/").content.decode()
    for verb in ("submit", "publish", "send_back", "withdraw", "archive", "restore", "recall"):
        assert (act(practice, verb) in html) == ((now, verb) in ACTS), verb


@pytest.mark.parametrize(("now", "verb"), ACTS)
def test_opening_asks_and_pressing_does(client, curator, now, verb):
    practice = factories.practice(now)
    page = client.get(act(practice, verb))
    assert page.status_code == 200
    assert f'name="seen" value="{practice.revision}"' in page.content.decode()
    assert status(practice) == now
    answer = press(client, practice, verb)
    assert answer.status_code == 302
    event = last_event(practice)
    assert (event.action, event.by, event.reason) == (verb, curator, "Так решили")
    assert status(practice) == event.to_status != now


@pytest.mark.parametrize(("now", "verb"), ACTS)
def test_second_press_is_told_who_was_first_and_keeps_what_was_typed(client, curator, now, verb):
    practice = factories.practice(now)
    press(client, practice, verb)
    letters, notices = OutgoingMail.objects.count(), Notification.objects.count()
    answer = press(client, practice, verb, reason="Мой <b>довод</b>, написанный долго")
    assert answer.status_code == 409
    html = answer.content.decode()
    assert escape("Мой <b>довод</b>, написанный долго") in html
    assert "practices_curator atyev" in html
    assert (OutgoingMail.objects.count(), Notification.objects.count()) == (letters, notices)
    assert ModerationEvent.objects.filter(object_id=practice.pk, action=verb).count() == 1


def test_decision_about_a_text_that_has_changed_meanwhile_is_not_taken(client, curator):
    practice = factories.practice("in_review")
    for verb in ("recall", "submit"):
        factories.do(verb, Practice.objects.get())
    answer = press(client, practice, "publish", reason="Всё хорошо")
    assert answer.status_code == 409
    assert "Всё хорошо" in answer.content.decode()
    assert status(practice) == "in_review"


@pytest.mark.parametrize(("now", "verb"), [case for case in ACTS if case[1] != "publish"])
@pytest.mark.parametrize("reason", ["", "  \n ", "\u200b", "Ң" * 4_001])
def test_step_that_must_say_why_asks_for_the_reason(client, curator, now, verb, reason):
    practice = factories.practice(now)
    answer = press(client, practice, verb, reason=reason)
    assert answer.status_code == 200
    assert "reason" in answer.context["form"].errors
    assert status(practice) == now


@pytest.mark.parametrize("seen", ["", "x", "0", "9" * 30, "-1"])
def test_revision_never_seen_decides_nothing(client, curator, seen):
    practice = factories.practice("in_review")
    assert press(client, practice, "publish", seen=seen).status_code in (200, 409)
    assert status(practice) == "in_review"


# --- withdrawal -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["outdated", "cause"])
def test_withdrawal_says_what_becomes_of_the_page(client, curator, kind):
    practice = factories.practice("published")
    press(client, practice, "withdraw", kind=kind)
    assert Practice.objects.get().withdrawal == kind


@pytest.mark.parametrize("kind", ["", "forever"])
def test_withdrawal_without_a_known_kind_is_asked_again(client, curator, kind):
    practice = factories.practice("published")
    assert "kind" in press(client, practice, "withdraw", kind=kind).context["form"].errors
    assert status(practice) == "published"


def test_text_is_merged_into_a_published_one(client, curator):
    practice, other = factories.practice("published"), factories.practice("published")
    press(client, practice, "withdraw", kind="merged", merged_into=other.pk)
    assert Practice.objects.get(pk=practice.pk).merged_into == other


@pytest.mark.parametrize("target", ["", "draft", "itself", "999999", "x", "9" * 30, "²", "\x00"])
def test_text_is_merged_into_nothing_else(client, curator, target):
    practice = factories.practice("published")
    pk = {"draft": lambda: factories.draft().pk, "itself": lambda: practice.pk}.get(target, lambda: target)()
    answer = press(client, practice, "withdraw", kind="merged", merged_into=pk)
    assert "merged_into" in answer.context["form"].errors
    assert status(practice) == "published"


def test_target_of_a_merger_counts_only_for_a_merger(client, curator):
    practice, other = factories.practice("published"), factories.practice("published")
    press(client, practice, "withdraw", kind="outdated", merged_into=other.pk)
    assert Practice.objects.get(pk=practice.pk).merged_into is None


# --- who may not ----------------------------------------------------------------------------------


def strangers():
    viewer = factories.person("viewer", is_staff=True)
    viewer.user_permissions.add(*_permissions("view_practice"))
    changer = factories.person("changer", is_staff=True)
    changer.user_permissions.add(*_permissions("view_practice", "change_practice"))
    return {
        "anonymous": None, "author": factories.person(), "member": factories.person("member"),
        "moderator who is no staff": factories.moderator("outside", is_staff=False),
        "staff": factories.person("staff", is_staff=True), "viewer": viewer, "changer": changer,
    }


def _permissions(*names):
    return factories.Permission.objects.filter(codename__in=names)


@pytest.mark.parametrize(("now", "verb"), ACTS)
def test_nobody_without_the_right_decides(client, now, verb):
    practice = factories.practice(now)
    for name, user in strangers().items():
        client.logout()
        if user:
            client.force_login(user)
        for answer in (client.get(act(practice, verb)), press(client, practice, verb)):
            assert answer.status_code in (302, 403, 404, 409), name
            assert answer.status_code != 409 or now in ("published", "archived", "withdrawn"), name
            if answer.status_code == 302:
                assert answer["Location"].startswith(("/admin/login/", "/ky/account/login/")), name
        assert status(practice) == now, name


@pytest.mark.parametrize("verb", ["recall", "edit", "delete", "approve", "__init__"])
def test_verb_that_is_no_button_is_not_found(client, curator, verb):
    assert client.get(act(factories.practice("in_review"), verb)).status_code == 404


@pytest.mark.parametrize("number", ["999999", "abc", "0", "9" * 30, "1_2F"])
def test_text_that_does_not_exist_is_not_found(client, curator, number):
    assert client.get(f"/admin/practices/practice/{number}/act/publish/").status_code == 404


def test_curator_sends_a_text_of_their_own_for_review(client, curator):
    practice = factories.draft(curator)
    assert client.get(act(practice, "submit")).status_code == 200
    assert press(client, practice, "submit").status_code == 302
    assert status(practice) == "in_review"


def test_what_is_missing_is_told_before_the_press(client, curator):
    practice = factories.draft(curator, step="")
    page = client.get(act(practice, "submit"))
    assert len(page.context["missing"]) == 1
    assert press(client, practice, "submit").status_code == 409
    assert status(practice) == "draft"


def test_reason_typed_after_the_session_had_ended_comes_back(client, curator):
    practice = factories.practice("in_review")
    client.logout()
    answer = press(client, practice, "send_back", reason="Допишите, сколько стоило")
    assert status(practice) == "in_review"
    client.force_login(curator)
    page = client.get(answer["Location"].partition("next=")[2].replace("%3F", "?").replace("%3D", "="))
    assert page.status_code == 200
    assert "Допишите, сколько стоило" in page.content.decode()
    press(client, practice, "send_back", reason="Допишите, сколько стоило")
    assert status(practice) == "returned"


# --- the history of a text ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_history_tells_who_decided_what_and_why(client, root, speak, language):
    speak(language)
    practice = factories.practice("archived", title_ru="Свет")
    html = client.get(f"/admin/practices/practice/{practice.pk}/history/").content.decode()
    with translation.override(language):
        for event in actions.history(practice):
            assert str(event.get_action_display()) in html
            assert event.by_name in html and event.reason in html
    assert "Так решили" in html and "moderator atyev" in html
    assert html.partition('id="decisions"')[2].count("<tr>") == 1 + 3
    assert 'id="change-history"' not in html


def test_history_of_a_text_that_nobody_decided_on_says_so(client, root):
    html = client.get(f"/admin/practices/practice/{factories.draft().pk}/history/").content.decode()
    assert 'id="decisions"' not in html and 'id="change-history"' in html


def test_history_keeps_what_was_typed_into_the_form(client, root):
    practice = factories.practice("published")
    change(client, f"/admin/practices/practice/{practice.pk}/change/", title_ru="Новое", change_note="Уточнено")
    html = client.get(f"/admin/practices/practice/{practice.pk}/history/").content.decode()
    assert "Уточнено" in html.partition('id="change-history"')[0]
    assert 'id="change-history"' in html


def test_history_asks_no_more_for_more_steps(client, root, django_assert_max_num_queries):
    practice = factories.practice("returned")
    for _round in range(5):
        factories.do("submit", practice)
        factories.do("send_back", practice)
    with django_assert_max_num_queries(12):
        client.get(f"/admin/practices/practice/{practice.pk}/history/")
