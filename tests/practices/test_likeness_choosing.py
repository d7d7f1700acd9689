"""Choosing one's municipality, the way into the list, and the line on the page of a practice."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from places.likeness import WEIGHTS
from practices.likeness.views import block
from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/ru/practices/like-mine/"


@pytest.fixture
def places():
    unit, make = SimpleNamespace(), factories.territory
    unit.naryn = make("naryn", "oblast")
    unit.bishkek = make("bishkek", "republican_city")
    unit.kochkor = make("kochkor", "district", unit.naryn, relief="mountains")
    unit.mine = make("kochkor-mine", parent=unit.kochkor)
    unit.next = make("kochkor-next", parent=unit.kochkor)
    unit.village = make("mine-village", "village", unit.mine)
    return unit


def published(*territories, **fields):
    return factories.published_quickly(title_ru="Вода", territories=territories, **fields)[0]


def sign_in(client, territory):
    client.force_login(factories.person("reader", territory=territory))


def choosing(client, **query):
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    assert "places" in answer.context
    return answer


# --- choosing -------------------------------------------------------------------------------------------


def test_without_a_place_one_chooses_among_municipalities_only(client, places):
    html = choosing(client).content.decode()
    offered = re.findall(r'<option value="([^"]*)"', html)
    assert offered == ["", "bishkek", "kochkor-mine", "kochkor-next"]
    assert re.findall(r'<optgroup label="([^"]*)"', html) == ["naryn (ru)"]
    assert "notice--warn" not in html


@pytest.mark.parametrize("slug", ["none-such", "naryn", "kochkor", "'; DROP TABLE x", "x" * 500, "Кочкор"])
def test_place_that_is_no_municipality_gives_the_choice_with_a_message(client, places, slug):
    assert choosing(client, place=slug).context["problem"]


def test_village_leads_to_its_municipality(client, places):
    answer = client.get(PAGE, {"place": "mine-village"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?place=kochkor-mine")


def test_choice_keeps_the_filters_with_which_one_came(client, places):
    html = choosing(client, topic=["water", "<b>"], kind="tool", q="x", page="3").content.decode()
    assert re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html) == [("kind", "tool")]
    html = choosing(client, topic=["water", "roads"]).content.decode()
    assert re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html) == [
        ("topic", "water"), ("topic", "roads")
    ]


def test_signed_in_reader_comes_straight_to_their_own_and_may_choose_another(client, places):
    sign_in(client, places.mine)
    answer = client.get(PAGE, {"topic": "water"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?place=kochkor-mine&topic=water")
    assert choosing(client, place="").context["chosen"] == "kochkor-mine"
    assert client.get(PAGE, {"place": "kochkor-next"}).context["mine"] == places.next


@pytest.mark.parametrize("name", ["naryn", "kochkor", None])
def test_reader_without_a_municipality_chooses_one(client, places, name):
    sign_in(client, getattr(places, name) if name else None)
    assert choosing(client).context["chosen"] == ""


def test_reader_of_a_village_and_of_a_merged_aimak_has_a_municipality(client, places):
    sign_in(client, places.village)
    assert client.get(PAGE)["Location"] == f"{PAGE}?place=kochkor-mine"
    places.mine.valid_to, places.mine.successor = date(2024, 9, 1), places.next
    places.mine.save()
    assert client.get(PAGE)["Location"] == f"{PAGE}?place=kochkor-next"


@pytest.mark.parametrize("query", [{}, {"place": "kochkor-mine"}])
def test_anonymous_reader_gets_no_cookie(client, places, query):
    published(places.next)
    assert dict(client.get(PAGE, query).cookies) == {}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_writes_nothing(client, places, method):
    assert getattr(client, method)(PAGE).status_code == 405


def test_rule_names_every_fact_with_its_weight(client, places):
    html = choosing(client).content.decode()
    weights = [int(weight) for weight in re.findall(r'<td class="num">(\d+)</td>', html)]
    assert weights == list(WEIGHTS.values())
    assert 'id="how"' in html


# --- ways in --------------------------------------------------------------------------------------------


def test_home_page_and_list_lead_to_the_choice(client, places):
    published(places.next)
    published(places.mine)
    assert f'href="{PAGE}"' in client.get("/ru/").content.decode()
    html = client.get("/ru/practices/", {"topic": "water"}).content.decode()
    assert f'href="{PAGE}?topic=water"' in html


# --- the line on a practice -----------------------------------------------------------------------------


def line(client, practice):
    return client.get(practice.get_absolute_url().replace("/ky/", "/ru/")).context["likeness_to_mine"]


def test_practice_tells_a_reader_how_alike_its_place_is(client, places):
    practice = published(places.next)
    sign_in(client, places.mine)
    told = line(client, practice)
    assert (told["place"], told["mine"], told["likeness"].score) == (places.next, places.mine, 100)
    assert f"{PAGE}?place=kochkor-mine" in client.get(f"/ru/practices/{practice.pk}-{practice.slug}/").content.decode()


def test_nearest_of_several_places_is_told(client, places):
    practice = published(places.bishkek, places.next)
    sign_in(client, places.mine)
    assert line(client, practice)["place"] == places.next


@pytest.mark.parametrize("names", [["mine"], ["village"], ["mine", "next"]])
def test_own_practice_is_called_so(client, places, names):
    practice = published(*[getattr(places, name) for name in names])
    sign_in(client, places.mine)
    assert line(client, practice)["is_own"]


@pytest.mark.parametrize(("reader", "place"), [(None, "next"), ("naryn", "next"), ("mine", None)])
def test_where_there_is_nothing_to_compare_nothing_is_said(client, places, reader, place):
    practice = published(*[getattr(places, place)] if place else [])
    if reader:
        sign_in(client, getattr(places, reader))
    assert line(client, practice) is None


def test_line_asks_the_database_nothing_once_the_units_are_kept(places, settings, rf, django_assert_num_queries):
    settings.KEPT_SECONDS = 60
    practice = Practice.objects.prefetch_related("territories").get(pk=published(places.next).pk)
    request = rf.get("/")
    request.user = factories.person("reader", territory=places.mine)
    assert block(request, practice)
    with django_assert_num_queries(0):
        assert block(request, practice)["likeness"].score == 100
