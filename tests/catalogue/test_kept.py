"""What is kept in memory, for how long, and for whom."""

import pytest

from catalogue.kept import PAGES, Kept
from practices import cards, facets
from publishing.remarks import hide, take_back
from tests import factories
from tests.practices.talking import published, say, talker


@pytest.fixture(autouse=True)
def _kept_for_a_minute(settings):
    settings.KEPT_SECONDS = 60
    yield
    for store in (PAGES, cards.KEPT, facets.KEPT):
        store.clear()


def address(practice):
    return f"/ru/practices/{practice.pk}-{practice.slug}/"


def test_value_is_kept_and_the_least_used_goes_first():
    kept = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_nothing_outlives_its_time(monkeypatch):
    kept, now = Kept(2), [1000.0]
    monkeypatch.setattr("catalogue.kept.monotonic", lambda: now[0])
    kept.put("a", 1)
    now[0] += 59
    assert kept.get("a") == 1
    now[0] += 2
    assert kept.get("a") is None


def test_nothing_is_kept_when_told_so(settings):
    settings.KEPT_SECONDS = 0
    kept = Kept(2)
    kept.put("a", 1)
    assert kept.get("a") is None


@pytest.mark.django_db
def test_second_visitor_costs_one_query(client, selects):
    practice = factories.published_quickly()[0]
    first = client.get(address(practice))
    with selects(1):
        again = client.get(address(practice))
    assert again.content == first.content
    assert again["Vary"] == first["Vary"]


@pytest.mark.django_db
def test_edit_is_seen_at_once(client):
    practice = factories.published_quickly(title_ru="Прежняя")[0]
    client.get(address(practice))
    practice.title_ru = "Новая"
    practice.save()
    assert "Новая" in client.get(address(practice)).content.decode()


@pytest.mark.django_db
def test_withdrawn_page_is_not_shown_from_memory(client):
    practice = factories.published_quickly()[0]
    client.get(address(practice))
    factories.do("withdraw", practice, kind="cause")
    assert client.get(address(practice)).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["take_back", "hide"])
def test_remark_is_seen_at_once_and_taken_off_at_once(client, verb):
    practice = published()
    client.get(address(practice))
    remark = say(practice, talker(), "Каков тариф?")
    assert "Каков тариф?" in client.get(address(practice)).content.decode()
    if verb == "hide":
        hide(remark=remark, by=factories.moderator(), reason="Телефон человека")
    else:
        take_back(remark=remark, by=remark.author)
    assert "Каков тариф?" not in client.get(address(practice)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/ru/practices/", "/ru/"])
def test_list_of_visitors_may_be_old_that_of_a_member_never_is(client, page, selects):
    factories.published_quickly(title_ru="Первая")
    client.get(page)
    factories.published_quickly(title_ru="Вторая")
    with selects(0):
        shown = client.get(page)
    assert "Первая" in shown.content.decode() and "Вторая" not in shown.content.decode()
    assert "Save-Data" in shown["Vary"]
    client.force_login(factories.person("reader"))
    assert "Вторая" in client.get(page).content.decode()


@pytest.mark.django_db
def test_lists_with_other_filters_are_other_pages(client):
    factories.published_quickly(title_ru="Первая", kind="case")
    assert "Первая" in client.get("/ru/practices/?kind=case").content.decode()
    assert "Первая" not in client.get("/ru/practices/?kind=tool").content.decode()


@pytest.mark.django_db
def test_page_of_a_signed_in_reader_is_nobody_elses(client):
    practice = factories.published_quickly()[0]
    reader = factories.person("reader", full_name="Айгүл Тест")
    client.force_login(reader)
    assert "Айгүл Тест" in client.get(address(practice)).content.decode()
    client.logout()
    client.cookies.clear()
    assert "Айгүл Тест" not in client.get(address(practice)).content.decode()
    client.force_login(reader)
    assert "Айгүл Тест" in client.get(address(practice)).content.decode()


@pytest.mark.django_db
def test_draft_is_kept_for_nobody(client):
    practice = factories.practice("draft")
    client.force_login(practice.author)
    assert client.get(address(practice)).status_code == 200
    client.cookies.clear()
    assert client.get(address(practice)).status_code == 404


@pytest.mark.django_db
def test_languages_and_hosts_have_pages_of_their_own(client):
    practice = factories.published_quickly(title_ru="Вода", title_ky="Суу")[0]
    client.get(address(practice))
    assert "Суу" in client.get(address(practice).replace("/ru/", "/ky/")).content.decode()
    page = client.get(address(practice), headers={"host": "127.0.0.1:9999"}).content.decode()
    assert "127.0.0.1:9999" in page
