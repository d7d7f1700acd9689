from io import StringIO

import pytest
from django.core.management import call_command

from law.known import find, read_acts
from law.models import Act
from practices.demo.law import CHANGED, cite, mark_the_changed
from publishing.models import QueueItem
from tests import factories
from tests.law.lawbook import editor

pytestmark = pytest.mark.django_db


def load():
    out = StringIO()
    call_command("load_acts", stdout=out)
    return out.getvalue()


def test_acts_are_loaded_once_and_lead_to_their_successors():
    rows = read_acts()
    assert load() == f"acts: {len(rows)} added\n"
    assert load() == "acts: 0 added\n"
    assert Act.objects.count() == len(rows)
    assert Act.objects.get(number="101").successor == Act.objects.get(number="123")
    for row in rows.values():
        find(row).full_clean(exclude=["title", "title_ky", "title_ru"])


def test_every_act_is_named_in_both_languages_and_every_change_is_told_in_both():
    for key, row in read_acts().items():
        assert row["title_ky"] and row["title_ru"], key
        assert bool(row["change_note_ky"]) == bool(row["change_note_ru"]) == (row["state"] != "in_force"), key
        assert not row["successor"] or row["state"] == "repealed", key


def test_what_editors_changed_stays():
    load()
    law = Act.objects.get(number="123")
    law.number, law.title_ru = "200", "Новое название"
    law.save()
    other = Act.objects.get(number="59")
    other.adopted_on = None
    other.save()
    assert load() == "acts: 0 added\n"
    assert Act.objects.get(pk=law.pk).number == "200"


def test_demo_act_is_marked_once():
    load()
    practice = factories.practice("published")
    cite(practice, [{"act": CHANGED, "provision": "1"}], None)
    for _again in range(2):
        mark_the_changed(by=editor())
    assert practice.citations.get().is_stale
    assert find(read_acts()[CHANGED]).edition == 2
    assert QueueItem.objects.filter(reason="law").count() == 1
