"""The list of practices by how alike their places are to the reader's municipality."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from places import actions
from practices.likeness.ranking import MOST_PAGES, PAGE_SIZE
from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/{}/practices/like-mine/"


@pytest.fixture
def places():
    """Two districts in the mountains of one oblast, one in a valley of another; a city and a place hardly known."""
    unit, make = SimpleNamespace(), factories.territory
    unit.naryn, unit.osh = make("naryn", "oblast"), make("osh", "oblast")
    unit.kochkor = make("kochkor", "district", unit.naryn, relief="mountains", lat=42.2, lon=75.8)
    unit.jumgal = make("jumgal", "district", unit.naryn, relief="mountains", lat=41.9, lon=74.5)
    unit.aravan = make("aravan", "district", unit.osh, relief="valley", lat=40.5, lon=72.5)
    unit.mine = make("kochkor-mine", parent=unit.kochkor, population=6_200, languages=["ky"])
    unit.next = make("kochkor-next", parent=unit.kochkor, population=7_100, languages=["ky"])
    unit.same = make("jumgal-same", parent=unit.jumgal, population=6_000, languages=["ky"])
    unit.far = make("aravan-far", parent=unit.aravan, population=31_000, languages=["ky", "uz"])
    unit.city = make("naryn-shaary", "city", unit.naryn, population=40_000, relief="mountains")
    return unit


def ask(client, language="ru", status=200, **query):
    answer = client.get(ADDRESS.format(language), query)
    assert answer.status_code == status
    return answer


def titles(answer):
    return [re.search(r"<h3[^>]*><a[^>]*>(.*?)</a>", near["card"])[1] for near in answer.context["found"]]


def reasons(answer):
    return re.findall(r'<p class="alike">(.*?)</p>', answer.content.decode(), re.DOTALL)


def one(title, *territories, **fields):
    return factories.published_quickly(title_ru=title, territories=territories, **fields)[0]


def one_of_each(places):
    return [one(name, getattr(places, name)) for name in ("far", "city", "osh", "next", "same")]


# --- the order ------------------------------------------------------------------------------------------


def test_practices_of_the_most_alike_places_come_first(client, places):
    one("in words only", place_note_ru="Три села")
    one_of_each(places)
    assert titles(ask(client, place="kochkor-mine")) == ["next", "same", "city", "far", "osh", "in words only"]


def test_order_depends_on_whose_it_is(client, places):
    one_of_each(places)
    assert titles(ask(client, place="naryn-shaary"))[0] in ("next", "same")
    # As many people as in a town weigh more than villages with a fifth of them.
    assert titles(ask(client, place="aravan-far")) == ["city", "same", "next", "osh"]


def test_own_practices_are_left_out_and_so_are_those_of_own_former_units_and_villages(client, places):
    former = factories.territory(
        "kochkor-old", parent=places.kochkor, successor=places.mine, valid_to=date(2024, 9, 1)
    )
    village = factories.territory("mine-village", "village", places.mine)
    for name, place in (("own", places.mine), ("own former", former), ("own village", village)):
        one(name, place)
    one("next", places.next)
    assert titles(ask(client, place="kochkor-mine")) == ["next"]


def test_practice_of_several_places_counts_at_the_nearest_and_stands_once(client, places):
    one("far and same", places.far, places.same)
    one("mine and far", places.mine, places.far)
    one("next", places.next)
    answer = ask(client, place="kochkor-mine")
    assert titles(answer) == ["next", "far and same", "mine and far"]
    # Which of the places was compared is named.
    assert [text.startswith(name) for text, name in zip(
        reasons(answer), ["<strong>", "jumgal-same (ru). ", "aravan-far (ru). "], strict=True
    )] == [True, True, True]


def test_of_one_place_the_newest_comes_first_and_ties_keep_their_order(client, places):
    day = timezone.now()
    made = [one(f"№ {number}", places.next) for number in range(3)]
    Practice.objects.update(published_at=day)
    newest = one("newest", places.next)
    Practice.objects.filter(pk=newest.pk).update(published_at=day + timezone.timedelta(days=1))
    expected = ["newest", *[practice.title for practice in reversed(made)]]
    for _again in range(2):
        assert titles(ask(client, place="kochkor-mine")) == expected


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "withdrawn", "archived"])
def test_only_published_practices_are_shown(client, places, status):
    factories.practice(status, territories=[places.next])
    assert ask(client, place="kochkor-mine").context["found"] == []


# --- why ------------------------------------------------------------------------------------------------


def test_every_card_says_why(client, places):
    one("in words only", place_note_ru="Три села")
    one_of_each(places)
    told = reasons(ask(client, place="kochkor-mine"))
    assert len(told) == 6
    assert "6\xa0200" in told[0] and "7\xa0100" in told[0]
    assert all("100" in text for text in told[:4])
    # What is hardly known has no figure, and a place in words has no comparison at all.
    assert not any(re.search(r"\d", text) for text in told[4:])


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_page_says_whose_it_is_in_both_languages(client, places, language):
    one_of_each(places)
    html = ask(client, language, place="kochkor-mine").content.decode()
    assert f"kochkor-mine ({language}), kochkor ({language})" in html
    assert html.count('class="alike"') == 5


def test_hostile_name_stays_text(client, places):
    places.next.name_ru = "<script>alert(1)</script>"
    places.next.save()
    one("two", places.next, places.far)
    html = ask(client, place="kochkor-mine").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in reasons(ask(client, place="kochkor-mine"))[0]


# --- filters --------------------------------------------------------------------------------------------


def test_filters_narrow_the_list_and_keep_its_order(client, places):
    water = factories.topic("water")
    drainage = factories.topic("drainage", parent=water)
    one("far water", places.far, topics=[water])
    one("next drainage", places.next, topics=[drainage])
    one("next roads", places.next, topics=[factories.topic("roads")])
    one("same water tool", places.same, topics=[water], kind="tool")
    assert titles(ask(client, place="kochkor-mine", topic="water")) == ["next drainage", "same water tool", "far water"]
    assert titles(ask(client, place="kochkor-mine", topic=["drainage", "roads"])) == ["next roads", "next drainage"]
    assert titles(ask(client, place="kochkor-mine", topic="water", kind="tool")) == ["same water tool"]
    assert titles(ask(client, place="kochkor-mine", topic="none-such")) == []


@pytest.mark.parametrize("query", [
    {"topic": "'; DROP TABLE x"}, {"kind": "poem"}, {"page": "0"}, {"page": "-1"}, {"page": "x" * 300},
    {"page": str(MOST_PAGES + 1)}, {"topic": ["x"] * 60}, {"page": "9" * 40},
])
def test_value_that_makes_no_sense_is_passed_over(client, places, query):
    one("next", places.next)
    assert titles(ask(client, place="kochkor-mine", **query)) == ["next"]


# --- pages ----------------------------------------------------------------------------------------------


def test_pages_follow_one_another_without_gaps(client, places):
    for name in ("next", "same", "far"):
        factories.published_quickly(PAGE_SIZE, territories=[getattr(places, name)], summary_ru=name)
    one("last", places.osh)
    first, second, third, fourth, fifth = (ask(client, place="kochkor-mine", page=page) for page in range(1, 6))
    assert [len(titles(page)) for page in (first, second, third, fourth, fifth)] == [PAGE_SIZE] * 3 + [1, 0]
    assert ["next" in first.context["found"][0]["card"], "same" in second.context["found"][0]["card"],
            "far" in third.context["found"][0]["card"]] == [True] * 3
    assert 'rel="next"' in third.content.decode() and 'rel="next"' not in fourth.content.decode()
    assert 'rel="prev"' not in first.content.decode() and 'rel="prev"' in fifth.content.decode()


def test_list_ends_after_the_last_page(client, places, monkeypatch):
    monkeypatch.setattr("practices.likeness.ranking.MOST_PAGES", 2)
    factories.published_quickly(PAGE_SIZE * 3, territories=[places.next])
    assert ask(client, place="kochkor-mine", page=2).context["after"] == ""
    assert ask(client, place="kochkor-mine", page=3).context["found"] == []


def test_link_of_a_page_keeps_place_and_filters(client, places):
    factories.published_quickly(PAGE_SIZE * 2, territories=[places.next], topics=[factories.topic("water")])
    after = ask(client, place="kochkor-mine", topic="water", kind="case").context["after"]
    assert titles(client.get(after)) == titles(
        ask(client, place="kochkor-mine", topic="water", kind="case", page=2)
    ) != []


# --- cost -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 10])
def test_list_takes_the_same_queries_however_many_practices(client, places, number, selects, settings):
    settings.KEPT_SECONDS = 60
    for name in ("next", "same", "far"):
        factories.published_quickly(number, territories=[getattr(places, name)], summary_ru=f"{name} {number}")
    one("in words only", place_note_ru="Три села")
    ask(client, place="kochkor-mine")
    with selects(2):
        # The topics for the filter, and the practices; units and cards are kept.
        ask(client, place="kochkor-mine")


def test_first_reader_of_a_process_takes_no_more_than_five(client, places, selects):
    one_of_each(places)
    with selects(5):
        ask(client, place="kochkor-mine")


# --- merged while chosen or in review -------------------------------------------------------------------


def test_municipality_merged_while_it_was_chosen_leads_to_its_successor(client, places):
    one("next", places.next)
    assert titles(ask(client, place="kochkor-mine")) == ["next"]
    actions.merge([places.mine], into=places.same, on=date(2024, 9, 1), by=factories.moderator())
    answer = ask(client, place="kochkor-mine", topic="water", status=302)
    assert answer["Location"] == "/ru/practices/like-mine/?place=jumgal-same&topic=water"
    assert titles(client.get(answer["Location"])) == ["next"]


def test_place_merged_while_its_practice_was_in_review_is_compared_as_its_successor(client, places):
    practice = factories.practice("in_review", territories=[places.far], title_ru="moved")
    one("same", places.same)
    actions.merge([places.far], into=places.next, on=date(2024, 9, 1), by=factories.moderator())
    factories.do("publish", practice)
    assert titles(ask(client, place="kochkor-mine")) == ["moved", "same"]


def test_practice_of_a_place_that_became_ours_is_ours(client, places):
    one("theirs", places.next)
    actions.merge([places.next], into=places.mine, on=date(2024, 9, 1), by=factories.moderator())
    assert titles(ask(client, place="kochkor-mine")) == []


def test_former_municipality_without_a_successor_is_compared_as_it_was(client, places):
    places.mine.valid_to = date(2024, 9, 1)
    places.mine.save()
    one("next", places.next)
    answer = ask(client, place="kochkor-mine")
    assert titles(answer) == ["next"]
    assert 'role="status"' in answer.content.decode()


def test_both_merged_from_several_is_a_reason(client, places):
    for name in ("mine", "next"):
        for number in range(2):
            factories.territory(
                f"{name}-old-{number}", parent=places.kochkor, successor=getattr(places, name),
                valid_to=date(2024, 9, 1),
            )
    one("next", places.next)
    found = ask(client, place="kochkor-mine").context["found"][0]["likeness"]
    assert ("merged", True, True) in [(reason.code, reason.mine, reason.other) for reason in found.alike]
