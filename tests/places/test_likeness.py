"""The rule by which two municipalities are compared."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.likeness import ENOUGH_KNOWN, FAR_KM, POPULATION_TIMES, RELIEF_LINE, WEIGHTS, Municipality, likeness

KOCHKOR = Municipality(
    population=6_200, settlement="village", relief="mountains", is_merged=True, languages=frozenset(["ky"]),
    lat=42.22, lon=75.76, oblast="naryn", district="kochkor",
)
JUMGAL = replace(KOCHKOR, population=7_100, lat=41.93, lon=74.52, district="jumgal")
ARAVAN = Municipality(
    population=31_000, settlement="village", relief="valley", is_merged=False, languages=frozenset(["ky", "uz"]),
    lat=40.52, lon=72.50, oblast="osh", district="aravan",
)
KANT = Municipality(
    population=24_000, settlement="city", relief="valley", languages=frozenset(["ky", "ru"]), lat=42.89, lon=74.85,
    oblast="chui", district="ysyk-ata",
)
OBLAST = Municipality(oblast="naryn")
NOTHING = Municipality()


def told(reasons):
    return [reason.code for reason in reasons]


def pair(code, mine, other):
    return next(((reason.mine, reason.other) for reason in likeness(mine, other).reasons if reason.code == code), None)


# --- cases ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mine", "other", "score", "alike", "different"), [
    (KOCHKOR, KOCHKOR, 100,
     ["population", "relief", "settlement", "languages", "area", "distance", "merged"], []),
    (KOCHKOR, JUMGAL, 92,
     ["population", "relief", "settlement", "languages", "area", "merged"], []),
    (KOCHKOR, ARAVAN, 22, ["settlement"], ["population", "relief", "area", "distance", "merged"]),
    (ARAVAN, KANT, 53, ["population", "relief"], ["settlement", "area", "distance", "languages"]),
    (KOCHKOR, OBLAST, 75, ["area"], []),
    (KOCHKOR, NOTHING, 0, [], []),
])
def test_municipalities_are_as_alike_as_a_person_would_say(mine, other, score, alike, different):
    found = likeness(mine, other)
    assert (found.score, told(found.alike), told(found.differences)) == (score, alike, different)


def test_a_pair_a_person_calls_alike_is_above_one_that_is_not():
    assert likeness(KOCHKOR, JUMGAL).score > likeness(KOCHKOR, KANT).score > likeness(KOCHKOR, NOTHING).score


@pytest.mark.parametrize(("code", "mine", "other", "values"), [
    ("population", KOCHKOR, JUMGAL, (6_200, 7_100)),
    ("relief", KOCHKOR, ARAVAN, ("mountains", "valley")),
    ("languages", KOCHKOR, ARAVAN, (frozenset(["ky"]), frozenset(["ky", "uz"]))),
    ("merged", KOCHKOR, ARAVAN, (True, False)),
    ("area", KOCHKOR, JUMGAL, ("oblast", "oblast")),
    ("area", KOCHKOR, replace(KOCHKOR, population=1), ("district", "district")),
    ("area", KOCHKOR, KANT, ("", "")),
    ("distance", KOCHKOR, JUMGAL, (107, 107)),
    ("merged", KOCHKOR, KANT, None),
])
def test_reason_carries_the_values_of_both_mine_first(code, mine, other, values):
    assert pair(code, mine, other) == values


def test_what_is_not_known_of_one_takes_no_part():
    known = likeness(KOCHKOR, JUMGAL)
    without = likeness(KOCHKOR, replace(JUMGAL, population=None))
    assert told(without.reasons) == [code for code in told(known.reasons) if code != "population"]
    assert without.known == known.known - WEIGHTS["population"]
    # What is left is as alike as before, so the score hardly moves, instead of losing a third.
    assert abs(known.score - without.score) < 5


@pytest.mark.parametrize(("other", "rough"), [
    (Municipality(oblast="naryn", settlement="village"), True),
    (Municipality(oblast="naryn", relief="valley"), False),
    (NOTHING, True),
])
def test_too_few_known_facts_are_told(other, rough):
    found = likeness(KOCHKOR, other)
    assert found.is_rough is rough
    assert (found.known < ENOUGH_KNOWN) is rough


def test_distance_by_the_centres_of_districts_is_another_reason_and_none_within_a_district():
    mine, other = replace(KOCHKOR, is_centre=True), replace(JUMGAL, is_centre=True)
    assert "centres" in told(likeness(mine, other).reasons)
    assert "centres" in told(likeness(mine, JUMGAL).reasons)
    assert not {"centres", "distance"} & set(told(likeness(mine, replace(other, district="kochkor")).reasons))


def test_a_population_of_none_at_all_is_not_known():
    assert "population" not in told(likeness(KOCHKOR, replace(JUMGAL, population=0)).reasons)


def test_weights_make_a_hundred():
    assert sum(WEIGHTS.values()) == 100


# --- properties -------------------------------------------------------------------------------------------

points = st.tuples(st.floats(39, 44), st.floats(69, 81))
municipalities = st.builds(
    lambda point, **fields: Municipality(lat=point and point[0], lon=point and point[1], **fields),
    st.none() | points,
    population=st.none() | st.integers(0, 2_000_000),
    settlement=st.sampled_from(["", "city", "village"]),
    relief=st.sampled_from(["", *RELIEF_LINE]),
    is_merged=st.none() | st.booleans(),
    languages=st.frozensets(st.sampled_from(["ky", "ru", "uz", "tg"])),
    is_centre=st.booleans(),
    oblast=st.sampled_from(["", "naryn", "osh"]),
    district=st.sampled_from(["", "kochkor", "alai"]),
)


@given(municipalities, municipalities)
def test_likeness_is_symmetric_and_bounded(one, other):
    there, back = likeness(one, other), likeness(other, one)
    assert (there.score, there.known) == (back.score, back.known)
    assert told(there.reasons) == told(back.reasons)
    assert 0 <= there.score <= 100
    assert 0 <= there.known <= 100
    assert all(0 <= reason.closeness <= 1 for reason in there.reasons)


@given(municipalities)
def test_nothing_is_more_alike_than_itself(one):
    found = likeness(one, one)
    assert found.score == (100 if found.known else 0)
    assert found.differences == []


@given(municipalities, municipalities)
def test_each_fact_is_told_as_likeness_or_difference_but_never_as_both(one, other):
    found = likeness(one, other)
    assert not set(told(found.alike)) & set(told(found.differences))


@given(municipalities, municipalities, st.integers(1, 500_000), st.integers(1, 500_000))
def test_more_unlike_numbers_of_people_never_make_more_alike(one, other, fewer, more):
    base = 1_000
    near, far = sorted([base + fewer, base + more])
    mine = replace(one, population=base)
    assert likeness(mine, replace(other, population=far)).score <= likeness(mine, replace(other, population=near)).score


@given(municipalities, municipalities)
def test_a_farther_relief_never_makes_more_alike(one, other):
    mine = replace(one, relief="mountains")
    scores = [likeness(mine, replace(other, relief=relief)).score for relief in RELIEF_LINE]
    assert scores == sorted(scores, reverse=True)


@given(municipalities, municipalities, st.floats(0, 5), st.floats(0, 5))
def test_a_longer_way_never_makes_more_alike(one, other, north, farther):
    mine = replace(one, lat=39.0, lon=74.0, is_centre=False)
    near = replace(other, lat=39.0 + north, lon=74.0, is_centre=False)
    far = replace(near, lat=near.lat + farther)
    assert likeness(mine, far).score <= likeness(mine, near).score


@given(municipalities, municipalities, st.sampled_from(["ky", "ru", "uz"]))
def test_one_more_shared_language_never_makes_less_alike(one, other, language):
    mine = replace(one, languages=one.languages | {language})
    without = replace(other, languages=(other.languages | {"tg"}) - {language})
    more = replace(without, languages=without.languages | {language})
    assert likeness(mine, more).score >= likeness(mine, without).score


@pytest.mark.parametrize(("code", "other"), [
    ("population", replace(KOCHKOR, population=KOCHKOR.population * POPULATION_TIMES)),
    ("distance", replace(KOCHKOR, lat=KOCHKOR.lat + FAR_KM / 100)),
])
def test_where_likeness_in_a_fact_ends(code, other):
    assert next(reason.closeness for reason in likeness(KOCHKOR, other).reasons if reason.code == code) == 0
