"""What helps an author along: hints and examples, the meter of completeness, the preview, the confirmation."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from practices.badges import QUESTIONS
from practices.forms import FileForm
from practices.models import Practice
from practices.writing import PAGES
from practices.writing.meter import ANSWERED_ON, NEEDED
from practices.writing.waiting import usual_days
from publishing.models import ModerationEvent
from tests import factories
from tests.practices.writing import address, send

pytestmark = pytest.mark.django_db


# --- hints and examples -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "files"])
def test_every_question_has_a_hint_and_an_example(practice, page):
    factories.practice("published", practice.author, kind="method", title_ru="Как провести сход")
    form = PAGES[page][0](practice=practice) if page in PAGES else FileForm()
    shown = form.visible_fields()
    assert [field.name for field in shown if not field.help_text or not field.field.example] == []
    if hasattr(form, "row_set"):
        assert form.rows_example
        assert [field.name for field in form.row_set.forms[0].visible_fields() if not field.help_text] == []


def test_example_stands_folded_beside_its_question(client, practice):
    page = client.get(address(practice, "money")).content.decode()
    assert re.search(r'<details class="example"><summary>[^<]+</summary><p>1 250 000</p></details>', page)


# --- the meter ----------------------------------------------------------------------------------------


def meter(client, practice, page="check"):
    return client.get(address(practice, page)).context["meter"]


def test_meter_counts_what_is_answered(client, practice):
    before = meter(client, practice)
    assert before.of == len(QUESTIONS)
    send(client, practice, "people", population="2 500", people_needed="", risks="", lessons="Начать раньше")
    after = meter(client, practice)
    assert after.filled == before.filled + 2
    assert len(after.missing) == after.of - after.filled


def test_meter_is_on_every_page_and_on_my_practices(client, practice):
    for page in [*PAGES, "files", "check"]:
        assert "<progress" in client.get(address(practice, page)).content.decode(), page
    assert client.get("/ru/practices/mine/").content.decode().count("<progress") == 1


def test_meter_is_not_shown_for_what_is_out_of_the_authors_hands(client, author):
    factories.practice("published", author)
    assert "<progress" not in client.get("/ru/practices/mine/").content.decode()


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_missing_leads_to_the_field_where_it_is_answered(client, author, name):
    draft = Practice.objects.create(author=author, language="ru")
    page, field = ANSWERED_ON[name]
    url = f"{address(draft, page)}#id_{field}"
    assert url in [line.url for line in meter(client, draft).missing]
    assert f'id="id_{field}' in client.get(address(draft, page)).content.decode()


def test_what_is_needed_for_sending_comes_first(client, author):
    draft = Practice.objects.create(author=author, language="ru")
    needed = [line.is_needed for line in meter(client, draft).missing]
    assert needed == sorted(needed, reverse=True)
    assert sum(needed) == len(NEEDED) + 1
    draft.steps.create(position=1, title_ru="Сход")
    assert sum(line.is_needed for line in meter(client, draft).missing) == len(NEEDED)


# --- the preview --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_author_sees_the_page_as_readers_will_and_the_way_back(client, author, status):
    practice = factories.practice(status, author)
    page = client.get(practice.get_absolute_url()).content.decode()
    assert address(practice, "check", "ky") in page
    assert practice.get_absolute_url() in client.get(address(practice, "check", "ky")).content.decode()


@pytest.mark.parametrize("status", ["published", "in_review"])
def test_text_out_of_the_authors_hands_has_no_way_back_to_the_writing(client, author, status):
    practice = factories.practice(status, author)
    assert address(practice, "check", "ky") not in client.get(practice.get_absolute_url()).content.decode()


# --- the confirmation ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "usual"), [((), None), ((1, 9), None), ((1, 3, 9), 3), ((0.1, 0.2, 0.3), 1)])
def test_usual_wait_is_the_middle_of_the_last_decisions(days, usual):
    sent = timezone.now() - timedelta(days=100)
    for number, waited in enumerate(days, start=1):
        log("submit", number, sent)
        log("publish", number, sent + timedelta(days=waited))
    assert usual_days() == usual


def log(verb, number, moment):
    with time_machine.travel(moment, tick=False):
        ModerationEvent.objects.create(
            kind=Practice.label(), object_id=number, action=verb, from_status="draft", to_status="draft", revision=1
        )


def test_confirmation_says_number_letter_and_the_way_back(client, author):
    practice = factories.practice("in_review", author)
    page = client.get(address(practice, "sent")).content.decode()
    assert str(practice.pk) in page and author.email in page
    assert f'action="{address(practice, "recall")}"' in page
    factories.do("publish", practice)
    assert f'action="{address(practice, "recall")}"' not in client.get(address(practice, "sent")).content.decode()
