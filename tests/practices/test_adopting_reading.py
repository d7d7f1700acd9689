"""The tree of repeats: who learnt from whom, bounded, and safe against circles."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places.models import Territory
from practices.adopting.reading import DEEPEST, SHOWN, board_of, every, grown, with_repeats
from practices.models import Adoption, Practice
from tests import factories
from tests.practices.repeating import begun, led_to, many, municipality, official, told

pytestmark = pytest.mark.django_db


def made(links):
    """Repeats by number, each learnt from the number given; the lower number began earlier."""
    return [
        Adoption(
            pk=pk, learnt_from_id=teacher, language="ru", began_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(pk),
            territory=Territory(pk=1000 + pk, slug=f"place-{pk}"),
        )
        for pk, teacher in links.items()
    ]


def shape(branches):
    return {branch.adoption.pk: shape(branch.branches) for branch in branches}


def test_pupils_hang_below_their_teachers():
    assert shape(grown(made({1: None, 2: 1, 3: 1, 4: 3, 5: None}))) == {1: {2: {}, 3: {4: {}}}, 5: {}}


def test_teacher_outside_the_list_is_named_in_words():
    pupil, = made({2: 1})
    pupil.teacher = "Другое село"
    branch, = grown([pupil])
    assert branch.learnt_from == "Другое село"


@pytest.mark.parametrize(("links", "tree"), [
    ({1: 2, 2: 1}, {1: {2: {}}}),
    ({1: 3, 2: 1, 3: 2, 4: 1}, {1: {2: {3: {}}, 4: {}}}),
    ({1: None, 2: 3, 3: 2}, {1: {}, 2: {3: {}}}),
])
def test_circle_is_cut_at_its_oldest_repeat(links, tree):
    assert shape(grown(made(links))) == tree


def test_deep_learning_is_not_nested_deeper_than_a_phone_can_show():
    branches = grown(made({1: None} | {pk: pk - 1 for pk in range(2, 12)}))
    assert len(list(every(branches))) == 11

    def depth(level):
        return 1 + max((depth(branch.branches) for branch in level), default=0) if level else 0

    assert depth(branches) == DEEPEST
    named = {branch.adoption.pk: branch.learnt_from for branch in every(branches)}
    assert named[4] == "" and named[5] == "place-4" and named[11] == "place-10"


# --- with the practice, in its one query ----------------------------------------------------------


def board(practice):
    with CaptureQueriesContext(connection) as queries:
        found = board_of(with_repeats(Practice.objects.filter(pk=practice.pk)).get())
        list(every(found.branches))
    assert len(queries) == 1
    return found


def test_practice_nobody_repeats_has_an_empty_board():
    found = board(factories.practice("published"))
    assert not found
    assert (found.total, found.branches, found.tellings, found.costs) == (0, [], [], None)


def test_board_brings_the_words_and_places_along(selects):
    oblast = factories.territory("chui", "oblast")
    district = factories.territory("alamudun", "district", parent=oblast)
    head = official("head", factories.territory("kara-suu", parent=district))
    practice = factories.practice("published")
    told(led_to("running", practice, head), stage="stopped", note="Нет денег")
    branch, = board(practice).branches
    began_at = Adoption.objects.get().began_at
    with selects(0):
        adoption = branch.adoption
        assert (str(adoption.place), str(adoption.place.parent), adoption.former_name) == (
            "kara-suu (ky)", "alamudun (ky)", ""
        )
        assert (adoption.why, adoption.stage) == ("Нет денег", "stopped")
        assert adoption.began_at == began_at


def test_costs_are_those_of_the_confirmed_that_have_begun():
    practice = factories.practice("published")
    for number, (stage, cost, confirmed) in enumerate([
        ("running", 500, True), ("running", 900, True), ("running", 100, False), ("decided", 5, True),
        ("running", None, True),
    ]):
        place = municipality(f"place-{number}")
        Adoption.objects.create(
            practice=practice, territory=place, stage=stage, cost_total=cost, is_confirmed=confirmed, language="ru"
        )
    found = board(practice)
    assert (found.total, found.costs) == (5, (500, 900))


def test_first_twenty_are_shown_and_all_are_counted():
    practice = factories.practice("published")
    many(practice, SHOWN + 5)
    late = begun(practice, official("late", municipality("late"), vouched=False))
    found = board(practice)
    assert (found.total, found.shown) == (SHOWN + 6, SHOWN)
    assert late.pk not in [branch.adoption.pk for branch in every(found.branches)]


def test_practice_told_by_those_who_repeat_it_is_linked():
    practice = factories.practice("published")
    place = municipality("kara-suu")
    led_to("result", practice, official("head", place))
    theirs, other = factories.published_quickly(2, repeats_of=practice)
    theirs.territories.set([place])
    factories.practice("draft", repeats_of=practice)
    found = board(practice)
    assert found.branches[0].telling == theirs
    assert found.tellings == [other]


def test_long_words_are_cut_on_the_page_of_the_practice(client):
    practice = factories.practice("published")
    told(led_to("result", practice, official("head", municipality("kara-suu"))), result="слово " * 300)
    short = client.get(f"/ru/practices/{practice.pk}-{practice.slug}/").content.decode()
    whole = client.get(f"/ru/practices/{practice.pk}-{practice.slug}/repeats/").content.decode()
    assert short.count("слово") < 45 and whole.count("слово") == 300
