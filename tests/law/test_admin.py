from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from law.actions import mark_changed
from law.models import Act
from practices.models import PracticeCitation
from publishing.models import ModerationEvent, QueueItem
from tests import factories
from tests.law.lawbook import DAY, NOTES, act, cite, editor, mark
from tests.publishing.admin_pages import change, page

pytestmark = pytest.mark.django_db
ACTS = "/admin/law/act/"
QUEUE = "/admin/publishing/queueitem/"
TYPED = {"on": "2025-03-07", **NOTES}


@pytest.fixture
def curator(client):
    user = editor()
    client.force_login(user)
    return user


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def mark_url(law, verb="changed"):
    return f"{ACTS}{law.pk}/mark/{verb}/"


# --- acts ---------------------------------------------------------------------------------------------


def test_editor_marks_an_act_and_sees_how_many_texts_wait(client, curator):
    law = act()
    practice = factories.practice("published")
    cite(practice, law)
    assert mark_url(law) in client.get(f"{ACTS}{law.pk}/change/").content.decode()
    assert 'name="seen" value="1"' in client.get(mark_url(law)).content.decode()
    answer = client.post(mark_url(law), {"seen": 1, **TYPED}, follow=True)
    assert answer.status_code == 200
    assert (fresh(law).edition, fresh(law).changed_on) == (2, DAY)
    assert QueueItem.objects.get(reason="law").object_id == practice.pk
    assert str(practice) in client.get(f"{ACTS}{law.pk}/change/").content.decode()


def test_second_press_and_second_editor_are_told_and_lose_nothing(client, curator):
    law = act()
    client.post(mark_url(law), {"seen": 1, **TYPED})
    answer = client.post(mark_url(law), {"seen": 1, **TYPED, "note_ru": "Моё слово о другом"})
    assert answer.status_code == 409
    assert "Моё слово о другом" in answer.content.decode()
    assert (fresh(law).edition, fresh(law).change_note_ru) == (2, NOTES["note_ru"])


def test_act_is_repealed_with_its_successor(client, curator):
    law, new = act("101"), act("123")
    client.post(mark_url(law, "repealed"), {"seen": 1, **TYPED, "successor": new.pk})
    assert (fresh(law).state, fresh(law).successor) == ("repealed", new)
    assert client.get(mark_url(law)).status_code == 409
    html = client.get(f"{ACTS}{law.pk}/change/").content.decode()
    assert mark_url(law, "restored") in html and mark_url(law, "repealed") not in html
    client.post(mark_url(law, "restored"), {"seen": 2, **TYPED})
    assert (fresh(law).state, fresh(law).successor) == ("changed", None)


@pytest.mark.parametrize(("typed", "wrong"), [
    ({"on": ""}, "on"), ({"on": "zz"}, "on"), ({"on": "2021-10-19"}, "on"),
    ({"on": str(timezone.localdate() + timedelta(days=1))}, "on"), ({"note_ky": " \u200b "}, "note_ky"),
    ({"note_ru": ""}, "note_ru"), ({"seen": "zz"}, "seen"), ({"successor": "zz"}, "successor"),
    ({"successor": "999999"}, "successor"),
])
def test_wrong_answers_are_told_and_kept(client, curator, typed, wrong):
    law = act()
    answer = client.post(mark_url(law, "repealed"), {"seen": 1, **TYPED, **typed})
    assert wrong in answer.context["form"].errors
    assert fresh(law).edition == 1


@pytest.mark.parametrize("day", ["2021-10-20", str(timezone.localdate())])
def test_day_of_adoption_and_today_are_days_of_change(client, curator, day):
    law = act()
    client.post(mark_url(law), {"seen": 1, **TYPED, "on": day})
    assert fresh(law).edition == 2


def test_acts_do_not_replace_each_other_in_a_circle(client, curator):
    first, second = act("1"), act("2")
    mark(first, by=curator, state="repealed", successor=second)
    answer = client.post(mark_url(second, "repealed"), {"seen": 1, **TYPED, "successor": first.pk})
    assert "successor" in answer.context["form"].errors
    answer = change(client, f"{ACTS}{first.pk}/change/", successor=first.pk)
    assert "successor" in answer.context["adminform"].form.errors


@pytest.mark.parametrize("address", ["zz", "999999", "1 OR 1"])
def test_unknown_act_and_unknown_button_are_not_found(client, curator, address):
    law = act()
    assert client.get(f"{ACTS}{address}/mark/changed/").status_code == 404
    assert client.get(mark_url(law, "erased")).status_code == 404


def test_renumbered_act_is_found_by_its_old_number(client, curator):
    law = act("75")
    change(client, f"{ACTS}{law.pk}/change/", number="№ 125")
    assert (fresh(law).number, fresh(law).former_numbers) == ("125", "75")
    for words in ("75", "N 125"):
        assert "О законе 75" in client.get(ACTS, {"q": words}).content.decode()
    assert "О законе 75" not in client.get(ACTS, {"q": "76"}).content.decode()


def test_state_of_a_known_act_is_not_typed(client, curator):
    law = act()
    sent = page(client.get(f"{ACTS}{law.pk}/change/"))
    assert "state" not in sent
    client.post(f"{ACTS}{law.pk}/change/", {**sent, "state": "repealed", "edition": 9})
    assert (fresh(law).state, fresh(law).edition) == ("in_force", 1)


def test_saving_an_act_does_not_write_over_what_was_marked(client, curator):
    law = act()
    answer = client.get(f"{ACTS}{law.pk}/change/")
    mark(law)
    change(client, f"{ACTS}{law.pk}/change/", answer, title_ru="Поправленное название")
    law = fresh(law)
    assert (law.edition, law.state, law.title_ru) == (2, "changed", "Поправленное название")


NEW = {
    "kind": "law", "number": "№123", "adopted_on": "2021-10-20", "title_ky": "Мыйзам", "title_ru": "Закон",
    "url_ky": "", "url_ru": "", "state": "in_force", "changed_on": "", "change_note_ky": "", "change_note_ru": "",
    "successor": "",
}


@pytest.mark.parametrize(("typed", "wrong"), [
    ({}, None), ({"title_ky": ""}, None), ({"title_ky": "", "title_ru": ""}, "title_ky"),
    ({"url_ru": "javascript:alert(1)"}, "url_ru"), ({"successor": "KNOWN"}, "successor"),
    ({"state": "repealed", "successor": "KNOWN"}, None), ({"number": "N 77"}, "number"), ({"kind": "zz"}, "kind"),
])
def test_new_act_is_whole_and_known_once(client, curator, typed, wrong):
    known = act("77")
    typed = {name: known.pk if value == "KNOWN" else value for name, value in typed.items()}
    answer = client.post(f"{ACTS}add/", {**NEW, **typed})
    if wrong:
        assert wrong in answer.context["adminform"].form.errors
        assert Act.objects.count() == 1
    else:
        assert answer.status_code == 302
        assert Act.objects.get(number="123").pk


def test_cited_act_is_never_deleted(client):
    law = act()
    cite(factories.draft(), law)
    client.force_login(factories.person("root", is_staff=True, is_superuser=True))
    html = client.post(f"{ACTS}{law.pk}/delete/", {"post": "yes"}).content.decode()
    assert "Свет на трёх улицах" in html
    assert Act.objects.filter(pk=law.pk).exists()


def test_section_curator_reads_acts_and_marks_none(client):
    law = act()
    client.force_login(factories.member_of("practices_curator"))
    assert client.get(f"{ACTS}{law.pk}/change/").status_code == 200
    assert mark_url(law) not in client.get(f"{ACTS}{law.pk}/change/").content.decode()
    assert client.get(mark_url(law)).status_code == 403
    assert client.post(mark_url(law), {"seen": 1, **TYPED}).status_code == 403
    assert client.post(f"{ACTS}{law.pk}/change/", {**NEW}).status_code == 403
    assert fresh(law).edition == 1


@pytest.mark.parametrize("rows", [1, 20])
def test_list_of_acts_costs_the_same(client, curator, django_assert_max_num_queries, rows):
    for number in range(1, rows + 1):
        cite(factories.draft(), act(str(number)))
    with django_assert_max_num_queries(10):
        client.get(ACTS)


# --- the law of a practice ----------------------------------------------------------------------------


def practice_url(practice, rest="change"):
    return f"/admin/practices/practice/{practice.pk}/{rest}/"


def test_curator_says_that_the_text_agrees_with_the_law(client):
    client.force_login(factories.member_of("practices_curator"))
    law = act()
    practice = factories.practice("published")
    citation = cite(practice, law, "34")
    mark(law)
    html = client.get(practice_url(practice)).content.decode()
    assert practice_url(practice, "law") in html
    assert practice_url(practice, "law") in client.get(QUEUE).content.decode()
    shown = client.get(practice_url(practice, "law"))
    assert NOTES["note_ru"] in shown.content.decode()
    seen = shown.context["form"]["seen"].value()
    client.post(practice_url(practice, "law"), {"seen": seen, "reason": "Сверено"})
    assert not fresh(citation).is_stale
    assert not QueueItem.objects.filter(reason="law").exists()
    assert "Сверено" in client.get(f"/ru/practices/{practice.pk}-{practice.slug}/").content.decode()


def test_act_that_changed_while_the_page_was_open_is_shown_and_the_word_is_kept(client, curator):
    law = act()
    practice = factories.practice("published")
    citation = cite(practice, law)
    seen = client.get(practice_url(practice, "law")).context["form"]["seen"].value()
    mark(law)
    answer = client.post(practice_url(practice, "law"), {"seen": seen, "reason": "Моё слово"})
    assert answer.status_code == 409
    assert "Моё слово" in answer.content.decode()
    assert fresh(citation).is_stale
    client.post(practice_url(practice, "law"), {"seen": answer.context["form"]["seen"].value()})
    assert not fresh(citation).is_stale


@pytest.mark.parametrize("seen", ["", "zz", "{}", "[[1]]", "[1,2]", '[["a","b"]]', "[[true,true]]", "null", '"x"'])
def test_made_up_page_confirms_nothing(client, curator, seen):
    practice = factories.practice("published")
    citation = cite(practice, act())
    assert client.post(practice_url(practice, "law"), {"seen": seen}).status_code in (200, 409)
    assert fresh(citation).checked_on is None


def test_staff_without_the_right_compare_nothing(client):
    practice = factories.practice("published")
    citation = cite(practice, act())
    client.force_login(factories.member_of("expert"))
    assert client.post(practice_url(practice, "law"), {"seen": "[]"}).status_code in (403, 404)
    assert fresh(citation).checked_on is None


def test_button_stands_only_where_acts_are_cited(client, curator):
    practice = factories.practice("in_review")
    assert practice_url(practice, "law") not in client.get(practice_url(practice)).content.decode()
    cite(practice, act())
    assert practice_url(practice, "law") in client.get(practice_url(practice)).content.decode()


def test_curator_names_an_act_and_takes_one_away(client, curator):
    law, other = act("1"), act("2")
    practice = factories.practice("published")
    cite(practice, law)
    mark(law, by=curator)
    sent = page(client.get(practice_url(practice)))
    prefix = "citations"
    extra = {
        f"{prefix}-TOTAL_FORMS": 2, f"{prefix}-0-DELETE": "on", f"{prefix}-1-act": other.pk,
        f"{prefix}-1-provision": "5", f"{prefix}-1-practice": practice.pk, f"{prefix}-1-id": "",
    }
    answer = client.post(practice_url(practice), {**sent, **extra, "change_note": "Другой закон"})
    assert answer.status_code == 302
    [row] = PracticeCitation.objects.all()
    assert (row.act, row.provision, row.is_stale) == (other, "5", False)
    assert not QueueItem.objects.filter(reason="law").exists()


def test_same_act_twice_is_a_form_error(client, curator):
    law = act()
    practice = factories.practice("published")
    cite(practice, law)
    extra = {
        "citations-TOTAL_FORMS": 2, "citations-1-act": law.pk, "citations-1-provision": "",
        "citations-1-practice": practice.pk, "citations-1-id": "",
    }
    answer = client.post(practice_url(practice), {
        **page(client.get(practice_url(practice))), **extra, "change_note": "Ещё раз",
    })
    assert answer.status_code == 200
    assert PracticeCitation.objects.count() == 1


def test_acts_are_suggested_by_number(client, curator):
    act("123")
    act("59", kind="code")
    found = client.get("/admin/autocomplete/", {
        "app_label": "practices", "model_name": "practicecitation", "field_name": "act", "term": "№ 123",
    }).json()["results"]
    assert [row["text"] for row in found] == ["№\xa0123, 20.10.2021 — О законе 123"]


# --- the queue ----------------------------------------------------------------------------------------


def test_text_with_two_reasons_stands_twice_and_each_is_taken_by_its_own(client, curator):
    law = act()
    practice = factories.practice("published")
    cite(practice, law)
    mark(law)
    QueueItem.objects.create(
        kind=practice.label(), object_id=practice.pk, reason="facts", title=str(practice), language="ru",
        submitted_at=timezone.now(),
    )
    assert client.get(QUEUE).content.decode().count(f">{practice}<") == QueueItem.objects.count() > 1
    html = client.get(QUEUE, {"reason__exact": "law"}).content.decode()
    assert html.count(f">{practice}<") == 1
    item = QueueItem.objects.get(reason="law")
    client.post(QUEUE, {"action": "take", "_selected_action": [item.pk]})
    assert QueueItem.objects.filter(holder=curator).count() == 1
    client.force_login(factories.member_of("curator", "colleague"))
    assert "editor atyev" in client.get(practice_url(practice)).content.decode()


def test_home_page_names_each_thing_to_do(client, curator):
    law = act()
    cite(factories.practice("published"), law)
    mark(law)
    factories.practice("in_review")
    lines = client.get("/ru/").context["todo"]
    told = [(line["count"], unquote(line["url"]).rpartition("=")[2]) for line in lines]
    assert [line for line in told if line[1] in ("review", "law")] == [(1, "review"), (1, "law")]


def test_what_the_log_tells_of_the_law(client, curator):
    law = act()
    practice = factories.practice("published")
    cite(practice, law)
    mark_changed(act=law, by=curator, seen=1, on=DAY, state="changed", **NOTES)
    seen = client.get(practice_url(practice, "law")).context["form"]["seen"].value()
    client.post(practice_url(practice, "law"), {"seen": seen})
    event = ModerationEvent.objects.get(action="law")
    assert (event.is_public, event.by, event.from_status, event.to_status) == (True, curator, "published", "published")
