from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from law.models import Act
from practices.models import PracticeCitation
from tests import factories
from tests.law.lawbook import act, cite, mark

pytestmark = pytest.mark.django_db


def found(text):
    return [act.number for act in Act.objects.matching(text).in_order()]


@pytest.mark.parametrize("words", [
    "123", "№123", "N 123", "123-ЗРК", f"{Act.Kind.LAW.label} 123", "20.10.2021", "самоуправл", "ӨЗ АЛДЫНЧА",
    "оз алдынча",
])
def test_act_is_found_by_number_words_and_date(words):
    act("123", title_ru="О самоуправлении", title_ky="Өз алдынча башкаруу жөнүндө")
    act("1234", title_ru="О воде", title_ky="Суу", kind="code", adopted_on=date(2020, 1, 2))
    assert found(words) == ["123"]


@pytest.mark.parametrize("words", ["12", "999", "вода", "самоуправление вода"])
def test_act_is_not_found_by_what_it_has_not(words):
    act("123", title_ru="О самоуправлении")
    assert found(words) == []


def test_nothing_asked_is_everything():
    act("1")
    act("2")
    for words in ("", "  № ", "'; --", "\\"):
        assert found(words) == ["1", "2"]


def test_renumbered_act_keeps_its_number_and_is_found_by_both():
    law = act("№ 75")
    law.number = "N 125"
    law.save()
    assert (law.number, law.former) == ("125", ["75"])
    law.number = "126"
    law.save()
    assert law.former == ["125", "75"]
    assert found("75") == found("125") == found("126") == ["126"]


def test_act_that_gets_its_old_number_back_has_it_once():
    law = act("75")
    for number in ("80", "75"):
        law.number = number
        law.save()
    assert (law.number, law.former) == ("75", ["80"])


def test_former_numbers_never_outgrow_their_column():
    law = act("1" * 40)
    for digit in "23456789":
        law.number = digit * 40
        law.save()
    assert len(law.former_numbers) <= 200
    assert law.former[0] == "8" * 40


def test_act_saved_again_keeps_its_number():
    law = act("75")
    law.save()
    assert law.former_numbers == ""


@pytest.mark.parametrize(("fields", "refused"), [
    ({}, True), ({"kind": "code"}, False), ({"adopted_on": date(2020, 1, 1)}, False), ({"number": "124"}, False),
])
def test_law_is_known_once(fields, refused):
    act("123")
    again = {"number": "№ 123", **fields}
    if not refused:
        assert act(**again)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        act(**again)
    with pytest.raises(ValidationError):
        Act(kind="law", adopted_on=date(2021, 10, 20), title="О", number="N123").full_clean()


@pytest.mark.parametrize("kind", ["kenesh", "order"])
def test_two_keneshes_may_give_the_same_number_on_a_day(kind):
    act("5/3", kind=kind)
    assert act("5/3", kind=kind).pk
    Act(kind=kind, adopted_on=date(2021, 10, 20), title="О", number="5/3").full_clean()


def test_acts_without_a_number_are_many():
    act("")
    assert act("").pk


def test_act_is_no_successor_of_itself():
    law = act(state="repealed")
    law.successor = law
    with pytest.raises(IntegrityError), transaction.atomic():
        law.save()


@pytest.mark.parametrize(("state", "fits"), [("repealed", True), ("changed", False), ("in_force", False)])
def test_only_a_repealed_act_is_replaced(state, fits):
    other, law = act("1"), act("2")
    law.state, law.successor = state, other
    if fits:
        law.full_clean(exclude=["title"])
        law.save()
        return
    with pytest.raises(ValidationError):
        law.full_clean(exclude=["title"])
    with pytest.raises(IntegrityError), transaction.atomic():
        law.save()


def test_new_citation_is_of_the_edition_of_its_day():
    law = act()
    mark(law)
    citation = cite(factories.draft(), law)
    assert (citation.edition, citation.is_stale) == (2, False)


def test_citation_turned_to_another_act_is_compared_anew():
    old, new = act("1"), act("2")
    mark(new)
    citation = PracticeCitation.objects.get(pk=cite(factories.draft(), old).pk)
    citation.act = new
    citation.save()
    assert not citation.is_stale


def test_corrected_article_does_not_hide_that_the_act_changed():
    law = act()
    citation = cite(factories.draft(), law, "33")
    mark(law)
    citation = PracticeCitation.objects.get(pk=citation.pk)
    citation.provision = "34"
    citation.save()
    assert citation.is_stale
    assert list(PracticeCitation.objects.stale()) == [citation]


def test_act_and_article_are_cited_once_in_a_practice():
    law, practice = act(), factories.draft()
    cite(practice, law, "34")
    cite(practice, law, "35")
    with pytest.raises(IntegrityError), transaction.atomic():
        cite(practice, law, "34")


def test_acts_stand_by_force_and_from_the_newest():
    act("3", kind="order")
    act("2", adopted_on=date(2010, 1, 1))
    act("1")
    act("", kind="law", adopted_on=None)
    act("9", kind="code", adopted_on=date(1999, 1, 1))
    assert found("") == ["9", "1", "2", "", "3"]
