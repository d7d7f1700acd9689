"""What is compared of a unit, and in which order the others follow."""

from datetime import date

import pytest

from places.atlas import Atlas, atlas
from places.models import Territory

ENDED = {"valid_to": date(2024, 9, 1)}


@pytest.fixture
def facts(db):
    """What is known of a unit after it was changed."""
    def read(unit):
        known = fresh()
        return known.facts(known.units[unit.pk])
    return read


def fresh():
    return Atlas(Territory.objects.order_by("path"))


def order(mine):
    known = fresh()
    return [known.units[pk].slug for pk in known.nearest_first(known.units[mine.pk])]


def change(unit, **fields):
    Territory.objects.filter(pk=unit.pk).update(**fields)


# --- facts ------------------------------------------------------------------------------------------------


def test_municipality_without_its_own_facts_takes_those_of_its_district(country, facts):
    change(country.suzak, relief="foothills", languages=["ky", "uz"], lat=40.9, lon=72.9, population=300_000)
    found = facts(country.bagysh)
    assert (found.relief, found.languages) == ("foothills", frozenset(["ky", "uz"]))
    assert (found.lat, found.lon, found.is_centre) == (40.9, 72.9, True)
    # The people of the district are not those of one municipality.
    assert found.population is None
    assert (found.oblast, found.district, found.settlement) == ("jalal-abad", "suzak", "village")


def test_own_facts_go_before_those_of_the_district(country, facts):
    change(country.suzak, relief="foothills", languages=["ky", "uz"], lat=40.9, lon=72.9)
    change(country.bagysh, relief="mountains", languages=["ky"], lat=41.0, lon=73.0, population=12_000)
    found = facts(country.bagysh)
    assert (found.relief, found.languages, found.population) == ("mountains", frozenset(["ky"]), 12_000)
    assert (found.lat, found.lon, found.is_centre) == (41.0, 73.0, False)


@pytest.mark.parametrize(("name", "settlement", "oblast", "district"), [
    ("kant", "city", "chui", ""), ("bishkek", "city", "", ""), ("suzak", "", "jalal-abad", "suzak"),
    ("chui", "", "chui", ""),
])
def test_each_kind_of_unit_is_compared_as_what_it_is(country, facts, name, settlement, oblast, district):
    found = facts(getattr(country, name))
    assert (found.settlement, found.oblast, found.district) == (settlement, oblast, district)


def test_several_predecessors_tell_of_a_merger_and_one_does_not(country, make, facts):
    make("old-a", parent=country.suzak, successor=country.bagysh, **ENDED)
    assert facts(country.bagysh).is_merged is None
    make("old-b", parent=country.suzak, successor=country.bagysh, **ENDED)
    assert facts(country.bagysh).is_merged is True
    # In a district where mergers are recorded, their absence says something too.
    assert facts(country.barpy).is_merged is False
    assert facts(country.aleksandrovka).is_merged is None


def test_village_and_former_unit_are_compared_as_what_they_belong_to_today(country, make):
    village = make("village", "village", country.barpy)
    former = make("former", parent=country.moskva, successor=country.bagysh, **ENDED)
    older = make("older", parent=country.moskva, successor=former, **ENDED)
    lost = make("lost", parent=country.moskva, **ENDED)
    known = fresh()
    compared = {unit: known.compared_as(known.units[unit.pk]) for unit in (village, former, older, lost)}
    assert compared == {village: country.barpy, former: country.bagysh, older: country.bagysh, lost: lost}


# --- order ------------------------------------------------------------------------------------------------


def test_others_follow_by_likeness_and_those_hardly_known_come_last(country):
    for unit, relief in ((country.suzak, "mountains"), (country.moskva, "valley")):
        change(unit, relief=relief)
    assert order(country.bagysh) == [
        # The same district; then the district as a whole; another relief; a town; known by the oblast alone.
        "suzak-barpy", "suzak", "moskva-aleksandrovka", "moskva", "jalal-abad", "kant-shaary", "bishkek", "chui",
    ]


def test_own_former_units_and_villages_are_no_others(country, make):
    make("own-village", "village", country.bagysh)
    former = make("own-former", parent=country.suzak, successor=country.bagysh, **ENDED)
    assert not {"own-village", "own-former", "suzak-bagysh"} & set(order(country.bagysh))
    assert order(former) == order(country.bagysh)


def test_former_units_and_villages_of_another_one_stand_beside_it(country, make):
    make("their-village", "village", country.barpy)
    make("their-former", parent=country.moskva, successor=country.barpy, **ENDED)
    assert set(order(country.bagysh)[:3]) == {"suzak-barpy", "their-village", "their-former"}


def test_equally_alike_units_keep_one_order(country, make):
    for slug in ("suzak-c", "suzak-a", "suzak-b"):
        make(slug, parent=country.suzak)
    assert order(country.bagysh)[:4] == ["suzak-a", "suzak-b", "suzak-barpy", "suzak-c"]
    assert order(country.bagysh) == order(country.bagysh)


def test_circle_of_successors_does_not_hang(country, make):
    a = make("circle-a", parent=country.suzak, **ENDED)
    b = make("circle-b", parent=country.suzak, successor=a, **ENDED)
    change(a, successor=b)
    assert "circle-a" in order(country.bagysh)


# --- keeping ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "queries"), [(0, 2), (60, 1)])
def test_atlas_is_kept_as_long_as_the_setting_says(country, settings, seconds, queries, django_assert_num_queries):
    settings.KEPT_SECONDS = seconds
    with django_assert_num_queries(queries):
        atlas()
        atlas()


def test_atlas_takes_one_query_and_full_names_and_successors_none(country, make, django_assert_num_queries):
    make("former", parent=country.moskva, successor=country.bagysh, **ENDED)
    with django_assert_num_queries(1):
        known = atlas()
        names = [unit.full_name for unit in known.units.values()]
        known.nearest_first(known.by_slug["former"])
    assert any(name.count(",") == 2 for name in names)
