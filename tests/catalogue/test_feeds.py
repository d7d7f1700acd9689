"""Atom feeds: what stands in them, how they are narrowed, and that they are well formed."""

from datetime import date
from xml.etree import ElementTree

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, address="/ru/practices/feed/", **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def titles(tree):
    return [entry.findtext(f"{ATOM}title") for entry in tree.iter(f"{ATOM}entry")]


def test_newest_stands_first_and_thirty_are_enough(client):
    factories.published_quickly(32)
    found = titles(feed(client))
    assert found[0] == "Практика 32"
    assert len(found) == 30


def test_feed_of_everything_names_the_same(client):
    factories.published_quickly(2)
    everything = titles(feed(client, "/ru/feed/"))
    assert everything == titles(feed(client)) == titles(feed(client, "/ru/feed/", kind="practice"))


def test_topic_holds_its_parts(client):
    water = factories.topic("water")
    factories.published_quickly(title_ru="Отвод", topics=[factories.topic("drainage", parent=water)])
    factories.published_quickly(title_ru="Парк", topics=[factories.topic("parks")])
    tree = feed(client, topic="water")
    assert titles(tree) == ["Отвод"]
    assert "water (ru)" in tree.findtext(f"{ATOM}title")


def test_territory_holds_what_is_below_it_and_what_merged_into_it(client):
    chui = factories.territory("chui", "oblast")
    kept = factories.territory("kept", parent=chui)
    merged = factories.territory("merged", parent=chui, successor=kept, valid_to=date(2024, 9, 1))
    factories.published_quickly(title_ru="Бывший", territories=[merged])
    factories.published_quickly(title_ru="Чужой", territories=[factories.territory("naryn", "oblast")])
    assert titles(feed(client, territory="chui")) == ["Бывший"]
    assert titles(feed(client, territory="kept")) == ["Бывший"]


@pytest.mark.parametrize("query", [{"topic": "none"}, {"territory": "none"}, {"kind": "none"}, {"topic": "<b>"}])
def test_unknown_narrowing_is_not_found(client, query):
    assert client.get("/ru/feed/", query).status_code == 404


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn", "archived"])
def test_what_is_not_published_is_in_no_feed(client, status):
    factories.practice(status)
    assert titles(feed(client)) == []


def test_marks_in_a_title_stay_text(client):
    factories.published_quickly(title_ru="<script>alert(1)</script> & «Суу»")
    assert titles(feed(client)) == ["<script>alert(1)</script> & «Суу»"]


def test_item_keeps_its_identity_when_its_words_change(client):
    practice = factories.published_quickly(title_ru="Прежнее")[0]
    before = feed(client).find(f"{ATOM}entry").findtext(f"{ATOM}id")
    practice.title_ru = "Новое"
    practice.save()
    factories.catalogue.put(practice.catalogue_card())
    after = feed(client).find(f"{ATOM}entry")
    assert (after.findtext(f"{ATOM}id"), after.findtext(f"{ATOM}title")) == (before, "Новое")


def test_feed_speaks_the_language_of_its_address_and_sets_no_cookie(client):
    factories.published_quickly(title_ru="Вода", title_ky="Суу")
    answer = client.get("/ky/practices/feed/")
    assert titles(ElementTree.fromstring(answer.content)) == ["Суу"]
    assert not answer.cookies


def test_unchanged_feed_is_not_sent_again(client):
    factories.published_quickly()
    first = client.get("/ru/practices/feed/")
    again = client.get("/ru/practices/feed/", headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.parametrize("number", [1, 10])
def test_feed_costs_a_fixed_number_of_queries(client, selects, number):
    factories.published_quickly(number)
    with selects(2):
        feed(client)


def test_list_leads_to_its_own_feed(client):
    factories.published_quickly(topics=[factories.topic("water")])
    page = client.get("/ru/practices/", {"topic": "water"}).content.decode()
    assert page.count("/ru/practices/feed/?topic=water") == 2


def test_words_of_people_are_no_markup_in_a_reader_of_feeds(client):
    factories.published_quickly(summary_ru="<img src=x onerror=alert(1)> a < b")
    summary = next(feed(client).iter(f"{ATOM}entry")).findtext(f"{ATOM}summary")
    assert "&lt;img src=x" in summary and "<img" not in summary and "a &lt; b" in summary


def test_feed_is_one_however_its_address_is_written(client):
    factories.topic("water")
    factories.territory("chui", "oblast")

    def number(address):
        return feed(client, address).findtext(f"{ATOM}id")

    assert number("/ru/practices/feed/") == number("/ru/feed/?kind=practice") == number("/ru/practices/feed/?x=1")
    assert number("/ru/feed/") != number("/ru/practices/feed/")
    assert number("/ru/feed/?topic=water&territory=chui") == number("/ru/feed/?territory=chui&topic=water")
    assert number("/ru/feed/?topic=water") != number("/ru/feed/")
