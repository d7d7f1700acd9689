"""A person's list of published things, and lists that are sent."""

import pytest

from catalogue import bookmarks
from catalogue.models import Bookmark, Entry
from tests import factories

pytestmark = pytest.mark.django_db


def name(practice):
    return f"practice-{practice.pk}"


@pytest.fixture
def reader(client):
    user = factories.person("reader")
    client.force_login(user)
    return user


def save(client, *practices):
    return client.post("/ru/saved/add/", {"e": [name(practice) for practice in practices]}, follow=True)


def test_saved_practice_stands_in_the_list_and_is_kept_once(client, reader):
    practice = factories.published_quickly(title_ru="Вода")[0]
    for _press in range(2):
        assert "Вода" in save(client, practice).content.decode()
    assert Bookmark.objects.filter(user=reader).count() == 1


def test_what_was_saved_last_stands_first(client, reader):
    first, second = factories.published_quickly(2)
    save(client, first)
    save(client, second)
    page = client.get("/ru/saved/").content.decode()
    assert page.index("Практика 2") < page.index("Практика 1")


def test_link_to_save_changes_nothing_until_the_button_is_pressed(client, reader):
    practice = factories.published_quickly(title_ru="Вода")[0]
    assert "Вода" in client.get("/ru/saved/add/", {"e": name(practice)}).content.decode()
    assert not Bookmark.objects.exists()


def test_visitor_is_led_to_sign_in_and_back(client):
    practice = factories.published_quickly()[0]
    answer = client.get("/ru/saved/add/", {"e": name(practice)})
    assert answer.status_code == 302
    assert f"practice-{practice.pk}" in answer.url


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn", "archived"])
def test_what_is_not_published_cannot_be_saved(client, reader, status):
    practice = factories.practice(status)
    assert save(client, practice).status_code == 404
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("names", [[], ["practice"], ["practice-"], ["-1"], ["practice-²"], ["practice-" + "9" * 30]])
def test_made_up_names_are_not_found(client, reader, names):
    assert client.post("/ru/saved/add/", {"e": names}).status_code == 404


def test_removed_once_and_never_from_the_list_of_another(client, reader):
    practice = factories.published_quickly()[0]
    save(client, practice)
    entry = Entry.objects.get()
    other = factories.person("other")
    bookmarks.save(by=other, entries=[entry])
    for _press in range(2):
        assert client.post(f"/ru/saved/{entry.pk}/drop/").status_code == 302
    assert [bookmark.user for bookmark in Bookmark.objects.all()] == [other]


def test_withdrawn_thing_stays_in_the_list_and_says_so(client, reader):
    practice = factories.published_quickly(title_ru="Вода")[0]
    save(client, practice)
    factories.do("withdraw", practice)
    page = client.get("/ru/saved/").content.decode()
    assert "Вода" in page
    assert practice.get_absolute_url() not in page


def test_full_list_takes_nothing_more_and_loses_nothing(client, reader, monkeypatch):
    monkeypatch.setattr(bookmarks, "MOST_SAVED", 2)
    first, second, third = factories.published_quickly(3)
    save(client, first, second)
    save(client, third)
    assert Bookmark.objects.filter(user=reader).count() == 2


def test_sent_list_is_read_without_an_account_in_its_order(client):
    first, second = factories.published_quickly(2)
    page = client.get("/ky/saved/list/", {"e": [name(second), name(first)]})
    assert [entry.object_id for entry in page.context["entries"]] == [second.pk, first.pk]
    assert not page.cookies


def test_sent_list_tells_what_left_publication(client):
    first, second = factories.published_quickly(2)
    factories.do("withdraw", second)
    page = client.get("/ru/saved/list/", {"e": [name(second), name(first)]})
    assert (len(page.context["entries"]), page.context["gone"]) == (1, 1)
    assert client.get("/ru/saved/list/", {"e": ["x", "\x00", name(second)]}).status_code in (200, 400)


@pytest.mark.parametrize("number", [1, 10])
def test_lists_cost_a_fixed_number_of_queries(client, selects, number):
    practices = factories.published_quickly(number)
    with selects(1):
        client.get("/ru/saved/list/", {"e": [name(practice) for practice in practices]})
    client.force_login(factories.person("reader"))
    save(client, *practices)
    # The session, the person and the list.
    with selects(3):
        client.get("/ru/saved/")
