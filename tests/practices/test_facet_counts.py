"""The number beside a value of a filter is the number of practices that choosing the value shows."""

import random
from datetime import date

import pytest
from django.http import QueryDict

from practices.models import Practice
from tests import factories
from tests.world import kept_for_a_module, tell_the_planner

pytestmark = pytest.mark.django_db
QUERIES = [
    "", "topic=waste&topic=drainage&territory=chui", "territory=moskva-kept&kind=case&kind=tool", "year=2018",
    "q=вода&kind=method&territory=moskva", "territory=moskva-merged&topic=parks",
]


@pytest.fixture(scope="module", autouse=True)
def _bank(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        make_bank()
        tell_the_planner()
        yield


def make_bank():
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


def ask(client, query):
    return client.get(f"/ru/practices/?{query}").context


def choosing(query, facet, option):
    """The query after a press on the option: one more value, or this one instead of the other."""
    chosen = QueryDict(query, mutable=True)
    others = chosen.getlist(facet.name) if facet.multiple else []
    chosen.setlist(facet.name, [*others, option.value])
    return chosen.urlencode()


@pytest.mark.parametrize("query", QUERIES)
def test_every_number_is_what_the_press_gives(client, query):
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
def test_total_is_the_number_of_practices_on_all_pages(client, query):
    context = ask(client, query)
    pages = [context["page_obj"]]
    while pages[-1].has_next():
        pages.append(ask(client, f"{query}&page={pages[-1].next_page_number()}")["page_obj"])
    shown = [practice.pk for page in pages for practice in page]
    assert len(shown) == len(set(shown)) == context["total"]


def test_total_without_filters_is_everything_published(client):
    assert ask(client, "")["total"] == Practice.objects.published().count() == 40
