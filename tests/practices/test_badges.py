"""The written rules of the badges, case by case."""

from decimal import Decimal

import pytest

from practices.badges import BADGES, QUESTIONS, Facts, badges, completeness, cost, ease, evidence, kept

FIGURES = {"has_figure_after": True, "has_both_figures": True}
PROVEN = FIGURES | {"has_sources": True}
REPEATED = PROVEN | {"repeats_with_result": 1}
STEPS = {"steps": 3, "explained_steps": 3}
ONE_YEAR = {"year_from": 2018, "year_to": 2018}


def answered(number):
    return frozenset(list(QUESTIONS)[:number])


@pytest.mark.parametrize(("total", "level"), [
    (None, 0), (Decimal(0), 1), (Decimal("500000"), 1), (Decimal("500000.01"), 2), (Decimal("5000000"), 2),
    (Decimal("5000000.01"), 3), (Decimal("999999999999.99"), 3),
])
def test_cost_goes_by_the_total(total, level):
    assert cost(Facts(cost=total)).level == level


@pytest.mark.parametrize(("facts", "level"), [
    ({}, 1),
    ({"has_sources": True, "has_documents": True, "was_checked": True, "repeats_with_result": 5}, 1),
    ({"has_figure_after": True}, 2),
    ({"has_figure_after": True, "has_sources": True, "repeats_with_result": 2}, 2),
    (FIGURES, 3), (FIGURES | {"repeats_with_result": 1}, 3),
    (PROVEN, 4), (FIGURES | {"has_documents": True}, 4), (FIGURES | {"was_checked": True}, 4),
    (REPEATED, 5),
])
def test_evidence_climbs_only_over_steps_that_hold(facts, level):
    assert evidence(Facts(**facts)).level == level


def test_evidence_tells_which_conditions_hold_and_which_do_not():
    badge = evidence(Facts(has_figure_after=True, was_checked=True))
    assert [condition.holds for condition in badge.conditions] == [True, False, True, False]
    assert (len(badge.held), len(badge.lacking)) == (2, 2)


@pytest.mark.parametrize(("facts", "held"), [
    ({}, 0),
    (STEPS, 1), ({"steps": 2, "explained_steps": 2}, 0), ({"steps": 4, "explained_steps": 3}, 0),
    (ONE_YEAR, 1), ({"year_from": 2018}, 0), ({"year_from": 2018, "year_to": 2019}, 0), ({"year_to": 2018}, 0),
    ({"people": 3}, 1), ({"people": 4}, 0), ({"people": None}, 0),
    ({"cost": Decimal(500_000)}, 1), ({"cost": Decimal(500_001)}, 0),
    ({"cost": Decimal(9_000_000), "payers": frozenset({"local", "residents"})}, 1),
    ({"cost": Decimal(9_000_000), "payers": frozenset({"local", "donor"})}, 0),
    ({"has_documents": True}, 1), ({"has_sources": True}, 0),
    ({"repeats_with_result": 1}, 1),
])
def test_each_condition_of_ease_is_a_plain_yes_or_no(facts, held):
    assert len(ease(Facts(**facts)).held) == held


@pytest.mark.parametrize(("facts", "level"), [
    ({}, 1), (STEPS, 1), (STEPS | ONE_YEAR, 2), (STEPS | ONE_YEAR | {"people": 1}, 2),
    (STEPS | ONE_YEAR | {"people": 1, "has_documents": True}, 3),
    (STEPS | ONE_YEAR | {"people": 1, "has_documents": True, "cost": Decimal(1), "repeats_with_result": 1}, 3),
    (STEPS | ONE_YEAR | {"people": 1, "has_documents": True, "has_failed": True}, 0),
])
def test_ease_counts_the_conditions_that_hold(facts, level):
    assert ease(Facts(**facts)).level == level


@pytest.mark.parametrize(("number", "level"), [(0, 1), (9, 1), (10, 2), (15, 2), (16, 3), (20, 3)])
def test_completeness_counts_answered_questions(number, level):
    badge = completeness(Facts(answered=answered(number)))
    assert (badge.level, len(badge.lacking)) == (level, 20 - number)


def test_unknown_question_counts_for_nothing():
    assert completeness(Facts(answered=frozenset({"made-up"}))).held == []


def test_badge_that_says_nothing_is_left_out():
    assert [badge.name for badge in badges(Facts())] == ["evidence", "ease", "completeness"]
    assert [badge.name for badge in badges(Facts(cost=Decimal(1), has_failed=True))] == [
        "cost", "evidence", "completeness"
    ]
    assert [badge.name for badge in kept(0, 2, 0)] == ["evidence"]


@pytest.mark.parametrize("rule", BADGES)
def test_every_level_has_a_name_and_a_shape_of_its_own(rule):
    scale = rule(Facts()).scale
    assert len({str(step.label) for step in scale}) == len({step.shape for step in scale}) == len(scale)
    assert {len(step.shape) for step in scale} == {len(scale)}
