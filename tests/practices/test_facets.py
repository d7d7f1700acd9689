"""The number beside a value of a filter is the number of practices that choosing the value shows."""

import random
from datetime import date

import pytest
from django.http import QueryDict

from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db
QUERIES = [
    "", "topic=water", "topic=waste&topic=drainage", "territory=chui", "territory=moskva", "territory=moskva-kept",
    "territory=moskva-merged", "kind=case", "kind=case&kind=tool", "year=2018", "q=вода",
    "topic=water&territory=chui&year=2018", "q=вода&kind=method&territory=moskva", "topic=parks&year=2001",
    "territory=naryn&kind=tool&topic=waste",
]


@pytest.fixture
def bank():
    """Forty practices of every sort, the same at each run, and one of each hidden status."""
    chance = random.Random(7)
    water = factories.topic("water")
    topics = [water, factories.topic("drainage", parent=water), factories.topic("waste"), factories.topic("parks")]
    chui, naryn = factories.territory("chui", "oblast"), factories.territory("naryn", "oblast")
    moskva = factories.territory("moskva", "district", chui)
    kept = factories.territory("moskva-kept", parent=moskva)
    merged = factories.territory("moskva-merged", parent=moskva, successor=kept, valid_to=date(2024, 9, 1))
    places = [chui, naryn, moskva, kept, merged]
    for number in range(40):
        first = chance.choice([None, 2001, 2017, 2018])
        factories.published_quickly(
            title_ru=chance.choice(["Вода", "Дорога"]) + f" {number}", kind=chance.choice(["case", "method", "tool"]),
            topics=chance.sample(topics, chance.randint(0, 3)), territories=chance.sample(places, chance.randint(0, 2)),
            year_from=first, year_to=first and first + chance.choice([0, 2]),
        )
    for status in ("draft", "withdrawn", "archived"):
        factories.practice(status, title_ru="Вода", topics=topics, territories=places, year_from=2018, kind="tool")


def ask(client, query, language="ru"):
    return client.get(f"/{language}/practices/?{query}").context


def choosing(query, facet, option):
    """The query after a press on the option: one more value, or this one instead of the other."""
    chosen = QueryDict(query, mutable=True)
    others = chosen.getlist(facet.name) if facet.multiple else []
    chosen.setlist(facet.name, [*others, option.value])
    return chosen.urlencode()


@pytest.mark.parametrize("query", QUERIES)
def test_every_number_is_what_the_press_gives(client, bank, query):
    facets = ask(client, query)["facets"]
    assert any(facet.options for facet in facets)
    for facet in facets:
        # Values of a filter with several answers are counted one by one, as if none of them was chosen yet.
        base = QueryDict(query, mutable=True)
        base.pop(facet.name, None)
        for option in facet.options:
            found = ask(client, choosing(base.urlencode(), facet, option))["total"]
            assert found == option.count, (facet.name, option.value)


@pytest.mark.parametrize("query", QUERIES)
def test_total_is_the_number_of_practices_on_all_pages(client, bank, query):
    context = ask(client, query)
    pages = [context["page_obj"]]
    while pages[-1].has_next():
        pages.append(ask(client, f"{query}&page={pages[-1].next_page_number()}")["page_obj"])
    shown = [practice.pk for page in pages for practice in page]
    assert len(shown) == len(set(shown)) == context["total"]


def test_total_without_filters_is_everything_published(client, bank):
    assert ask(client, "")["total"] == Practice.objects.published().count() == 40


def options(client, query, name, language="ru"):
    return next(facet for facet in ask(client, query, language)["facets"] if facet.name == name).options


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


def test_places_open_along_the_chosen_one(client, bank):
    def values(query):
        return [(option.value, option.level) for option in options(client, query, "territory")]

    assert values("") == [("chui", 0), ("naryn", 0)]
    assert values("territory=chui") == [("chui", 0), ("moskva", 1), ("naryn", 0)]
    assert ("moskva-kept", 2) in values("territory=moskva")
    assert ("moskva-kept", 2) in values("territory=moskva-kept")


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
