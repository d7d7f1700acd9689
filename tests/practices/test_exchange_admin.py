"""Remarks in the hands of curators: from the queue to the decision."""

import pytest
from django.contrib.admin.models import LogEntry

from jobs.models import OutgoingMail
from publishing import remarks
from publishing.models import QueueItem
from tests import factories
from tests.practices.talking import fresh, published, say, talker

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practicecomment/"


@pytest.fixture
def curator(client):
    user = factories.member_of("practices_curator")
    client.force_login(user)
    return user


@pytest.fixture
def complained():
    """A remark of which somebody complains."""
    remark = say(published(), talker("asker"), "Спорные слова")
    remarks.complain(remark=remark, by=talker("reader"), reason="insult", note="Грубо")
    return remark


def act(remark, verb):
    return f"{LIST}{remark.pk}/act/{verb}/"


def test_line_of_the_queue_leads_to_the_remarks_of_the_practice(client, curator, complained):
    say(complained.practice, talker("other"), "Спокойные слова")
    say(published("second"), talker("other"), "Чужие слова")
    address = f"{LIST}?practice={complained.practice_id}&complained=open"
    assert address.replace("&", "&amp;") in client.get("/admin/publishing/queueitem/").content.decode()
    html = client.get(address).content.decode()
    assert "Спорные слова" in html
    assert "Спокойные слова" not in html and "Чужие слова" not in html


def test_queue_keeps_complaints_and_new_texts_apart(client, curator, complained):
    factories.practice("in_review")
    assert QueueItem.objects.filter(reason__in=["complaint", "review"]).count() == 2
    html = client.get("/admin/publishing/queueitem/?reason__exact=complaint").content.decode()
    assert html.count('name="_selected_action"') == 1


def test_page_of_a_remark_shows_what_is_complained_of_and_the_buttons(client, curator, complained):
    html = client.get(f"{LIST}{complained.pk}/change/").content.decode()
    assert "Спорные слова" in html and "Грубо" in html
    assert act(complained, "hide") in html and act(complained, "leave") in html
    assert act(complained, "show") not in html


def test_remark_is_hidden_with_a_reason_that_its_author_reads(client, curator, complained):
    assert client.get(act(complained, "hide")).status_code == 200
    assert client.post(act(complained, "hide"), {"reason": " "}).status_code == 200
    assert not fresh(complained).hidden_at
    answer = client.post(act(complained, "hide"), {"reason": "Оскорбление"})
    assert answer["Location"] == "/admin/publishing/queueitem/"
    assert (fresh(complained).hidden_by, fresh(complained).hidden_reason) == (curator, "Оскорбление")
    assert not QueueItem.objects.filter(reason="complaint").exists()
    assert "Оскорбление" in OutgoingMail.objects.filter(to=complained.author.email).last().body
    assert "Оскорбление" in LogEntry.objects.get().change_message
    assert client.post(act(complained, "show")).status_code == 302
    assert not fresh(complained).hidden_at


def test_remark_is_left_and_the_next_one_comes(client, curator, complained):
    second = say(complained.practice, talker("other"), "Другие слова")
    remarks.complain(remark=second, by=talker("reader"), reason="wrong")
    answer = client.post(act(complained, "leave"))
    assert answer["Location"] == f"{LIST}?practice={complained.practice_id}&complained=open"
    assert not fresh(complained).hidden_at
    assert not complained.complaints.filter(settled_at=None).exists()
    client.post(act(second, "leave"))
    assert not QueueItem.objects.filter(reason="complaint").exists()


def test_second_curator_is_told_and_keeps_what_was_typed(client, curator, complained):
    remarks.hide(remark=complained, by=factories.moderator(), reason="Первый")
    answer = client.post(act(complained, "hide"), {"reason": "Второй довод"})
    assert answer.status_code == 409
    assert "Второй довод" in answer.content.decode()
    assert fresh(complained).hidden_reason == "Первый"


def test_several_are_decided_at_once_after_a_question(client, curator, complained):
    second = say(complained.practice, talker("other"), "Другие слова")
    hidden = say(complained.practice, talker("third"), "Скрытые слова")
    remarks.hide(remark=hidden, by=factories.moderator(), reason="Первый")
    chosen = {"action": "hide_chosen", "_selected_action": [complained.pk, second.pk, hidden.pk]}
    asked = client.post(LIST, chosen)
    assert asked.status_code == 200 and "Другие слова" in asked.content.decode()
    assert not fresh(second).hidden_at
    assert client.post(LIST, chosen | {"decided": "1", "reason": ""}).status_code == 200
    client.post(LIST, chosen | {"decided": "1", "reason": "Реклама"})
    assert [fresh(remark).hidden_reason for remark in (complained, second, hidden)] == ["Реклама", "Реклама", "Первый"]
    client.post(LIST, {"action": "show_chosen", "_selected_action": [second.pk], "decided": "1"})
    assert not fresh(second).hidden_at
    client.post(LIST, {"action": "leave_chosen", "_selected_action": [second.pk], "decided": "1"})


@pytest.mark.parametrize("query", [
    "state=shown", "state=curator", "state=zz", "complained=open", "complained=zz", "practice=1",
    "kind__exact=question",
    "practice=zz", "practice=99999999999999999999", "q=слова", "text__regex=.", "p=99",
    "author__password__startswith=a",
])
def test_list_is_narrowed_by_what_it_offers_only(client, curator, complained, query):
    assert client.get(f"{LIST}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize(("query", "found"), [
    ("state=shown", True), ("state=curator", False), ("complained=open", True), ("q=спорные", True),
    ("q=другие", False),
])
def test_filters_of_the_list_do_what_they_say(client, curator, complained, query, found):
    assert ("Спорные слова" in client.get(f"{LIST}?{query}").content.decode()) is found


def test_remark_is_written_and_deleted_by_no_hand(client, complained):
    for user in (factories.member_of("curator"), factories.person("root", is_staff=True, is_superuser=True)):
        client.force_login(user)
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{complained.pk}/change/", {"text": "Чужое"}).status_code == 403
        assert client.post(f"{LIST}{complained.pk}/delete/", {"post": "yes"}).status_code == 403
    assert fresh(complained).text == "Спорные слова"


@pytest.mark.parametrize("verb", ["hide", "show", "leave", "delete", "zz"])
def test_staff_without_the_right_decide_on_nothing(client, complained, verb):
    client.force_login(factories.person("staff", is_staff=True))
    for send in (client.get, client.post):
        assert send(act(complained, verb), {"reason": "x"}).status_code in (403, 404)
    assert not fresh(complained).hidden_at


def test_right_to_look_is_no_right_to_decide(client, complained):
    user = factories.person("looker", is_staff=True)
    user.user_permissions.add(*factories.Permission.objects.filter(codename="view_practicecomment"))
    client.force_login(user)
    assert client.get(LIST).status_code == 200
    assert act(complained, "hide") not in client.get(f"{LIST}{complained.pk}/change/").content.decode()
    assert client.post(act(complained, "hide"), {"reason": "x"}).status_code == 403
    client.post(LIST, {"action": "hide_chosen", "_selected_action": complained.pk, "decided": "1", "reason": "x"})
    assert not fresh(complained).hidden_at


@pytest.mark.parametrize("rows", [1, 10])
def test_list_costs_the_same_however_long(client, curator, django_assert_max_num_queries, rows):
    practice = published()
    for number in range(rows):
        say(practice, talker(f"asker-{number}"), f"Вопрос {number}")
    with django_assert_max_num_queries(12):
        client.get(LIST)
