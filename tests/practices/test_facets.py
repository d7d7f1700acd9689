"""Which values of the filters are offered, and how they are called."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def options(client, query, name, language="ru"):
    facets = client.get(f"/{language}/practices/?{query}").context["facets"]
    return next(facet for facet in facets if facet.name == name).options


def test_value_without_practices_is_offered_only_when_it_is_chosen(client):
    factories.topic("parks")
    factories.published_quickly(topics=[factories.topic("water")])
    assert [option.value for option in options(client, "", "topic")] == ["water"]
    chosen = [(option.value, option.selected) for option in options(client, "topic=parks", "topic")]
    assert sorted(chosen) == [("parks", True), ("water", False)]


def test_part_of_a_topic_is_offered_when_it_is_chosen(client):
    water = factories.topic("water")
    factories.published_quickly(topics=[factories.topic("drainage", parent=water)])
    assert [option.value for option in options(client, "", "topic")] == ["water"]
    chosen = {option.value: (option.count, option.selected) for option in options(client, "topic=drainage", "topic")}
    assert chosen == {"water": (1, False), "drainage": (1, True)}


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_values_are_named_in_the_language_of_the_page(client, language):
    factories.published_quickly(
        topics=[factories.topic("water")], territories=[factories.territory("chui", "oblast")]
    )
    assert options(client, "", "topic", language)[0].label == f"water ({language})"
    assert options(client, "", "territory", language)[0].label == f"chui ({language})"


def test_name_missing_in_one_language_is_shown_in_the_other(client):
    factories.published_quickly(
        topics=[factories.topic("water", name_ru="")], territories=[factories.territory("chui", "oblast", name_ru="")]
    )
    assert options(client, "", "topic")[0].label == "water (ky)"
    assert options(client, "", "territory")[0].label == "chui (ky)"


def test_years_stand_from_the_latest_and_each_counts(client):
    factories.published_quickly(year_from=2017, year_to=2019)
    factories.published_quickly(year_from=2018)
    years = [(option.value, option.count) for option in options(client, "", "year")]
    assert years == [("2019", 1), ("2018", 2), ("2017", 1)]


def test_places_open_along_the_chosen_one(client):
    chui, naryn = factories.territory("chui", "oblast"), factories.territory("naryn", "oblast")
    moskva = factories.territory("moskva", "district", chui)
    village = factories.territory("moskva-kept", parent=moskva)
    factories.published_quickly(territories=[village])
    factories.published_quickly(territories=[naryn])

    def values(query):
        return [(option.value, option.level) for option in options(client, query, "territory")]

    assert values("") == [("chui", 0), ("naryn", 0)]
    assert values("territory=chui") == [("chui", 0), ("moskva", 1), ("naryn", 0)]
    assert values("territory=moskva") == [("chui", 0), ("moskva", 1), ("moskva-kept", 2), ("naryn", 0)]
    assert values("territory=moskva-kept") == values("territory=moskva")
