"""Pages behind the counted ones: every practice is reached once, whatever the order and the address."""

import re

import pytest

from practices import facets, paging, views
from practices.filters import SORTS
from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db
COUNTED = 24


@pytest.fixture
def large_bank(monkeypatch):
    """Forty-one practices, where counting stops at twenty-four; some alike in all that they are sorted by."""
    for module in (paging, facets, views):
        monkeypatch.setattr(module, "COUNTED", COUNTED)
    for number in range(41):
        factories.published_quickly(
            title_ru=f"Практика {number // 3}", year_from=2000 + number % 4, topics=[factories.topic("water")]
        )
    Practice.objects.filter(pk__lte=Practice.objects.all()[20].pk).update(
        published_at=Practice.objects.first().published_at, repeats=2
    )


def ask(client, **query):
    answer = client.get("/ru/practices/", query)
    assert answer.status_code == 200
    return answer


def onward(answer):
    found = re.search(r"after=([\w-]+)#results", answer.content.decode())
    return found and found[1]


@pytest.mark.parametrize("sort", SORTS)
def test_every_practice_of_a_large_bank_is_reached_once(client, large_bank, sort):
    shown, answers = [], [ask(client, sort=sort, page=page) for page in (1, 2)]
    while onward(answers[-1]):
        answers.append(ask(client, sort=sort, after=onward(answers[-1])))
    for answer in answers:
        shown += [practice.pk for practice in answer.context["page_obj"].object_list]
    assert len(answers) == 4
    assert len(shown) == len(set(shown)) == 41


def test_large_bank_tells_that_there_are_more_and_offers_values_without_numbers(client, large_bank):
    factories.topic("parks")
    answer = ask(client)
    assert f"больше {COUNTED}" in answer.content.decode()
    options = {facet.name: facet.options for facet in answer.context["facets"]}
    assert {option.value for option in options["topic"]} == {"water", "parks"}
    assert {option.count for facet in options.values() for option in facet} == {None}


def test_filter_that_leaves_few_is_counted_in_a_large_bank(client, large_bank):
    answer = ask(client, year=2003)
    assert answer.context["total"] == 10
    topics = next(facet for facet in answer.context["facets"] if facet.name == "topic").options
    assert [(option.value, option.count) for option in topics] == [("water", 10)]
    years = next(facet for facet in answer.context["facets"] if facet.name == "year").options
    assert {option.count for option in years} == {None}


def test_small_bank_has_numbers_only(client):
    factories.published_quickly(13)
    last = ask(client, page=2)
    assert onward(last) is None
    assert last.context["page_obj"].number == 2


@pytest.mark.parametrize("word", [
    "", "x", "%00", "W10", "bnVsbA", "eyJhIjoxfQ", "WzEsMl0", "WyIyMDI2LTk5LTk5IiwxXQ", "WyIyMDI2LTAxLTAxIiwxZTk5XQ",
    "W1tbW1tbW1tb", "a" * 3000, "WyJcdTAwMDAiLDFd",
])
@pytest.mark.parametrize("sort", ["new", "title", "year"])
def test_made_up_place_in_the_list_shows_the_beginning(client, large_bank, word, sort):
    assert ask(client, after=word, sort=sort).context["page_obj"].object_list


def test_place_in_one_order_is_none_in_another(client, large_bank):
    after = onward(ask(client, sort="title", page=2))
    assert ask(client, sort="new", after=after).context["page_obj"].number == 1


def test_pages_behind_the_counted_ones_cost_as_many_queries(client, large_bank, selects):
    after = onward(ask(client, page=2))
    with selects(4):
        ask(client, after=after)
