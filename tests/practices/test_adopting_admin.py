"""Repeats in the hands of curators: confirmed or not, hidden with a reason; the words are the municipality's."""

import pytest
from django.test import Client

from practices.models import Adoption, Practice
from tests import factories
from tests.practices.repeating import begun, led_to, municipality, official, told
from tests.publishing.admin_pages import change

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/adoption/"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def adoption(db):
    head = official("head", municipality("kara-suu"), vouched=False)
    return led_to("running", factories.practice("published"), head)


@pytest.fixture(params=["curator", "practices_curator"])
def curator(client, request):
    user = factories.member_of(request.param, language="ru")
    client.force_login(user)
    return user


def address(adoption):
    return f"{LIST}{adoption.pk}/change/"


def test_curator_confirms_and_takes_it_back(client, curator, adoption):
    for word, confirmed, standing in (("true", True, 1), ("false", False, 0), ("unknown", False, 0)):
        assert change(client, address(adoption), curator_confirms=word).status_code == 302
        adoption.refresh_from_db()
        assert adoption.is_confirmed is confirmed
        assert Practice.objects.get().repeats == standing


def test_curator_hides_with_a_reason_and_shows_again(client, curator, adoption):
    practice = adoption.practice
    page = f"/ru/practices/{practice.pk}-{practice.slug}/"
    change(client, address(adoption), hidden_reason="Это реклама")
    adoption.refresh_from_db()
    assert (adoption.is_hidden, adoption.hidden_reason) == (True, "Это реклама")
    assert "kara-suu" not in Client().get(page).content.decode()
    change(client, address(adoption), hidden_reason=" ")
    adoption.refresh_from_db()
    assert (adoption.is_hidden, adoption.hidden_reason) == (False, "")
    assert "kara-suu" in Client().get(page).content.decode()


def test_words_of_the_municipality_are_not_the_curators_to_change(client, curator, adoption):
    change(client, address(adoption), result="Чужое", stage="result", is_confirmed="on")
    adoption.refresh_from_db()
    assert (adoption.result, adoption.stage, adoption.is_confirmed) == ("", "running", False)


def test_page_opened_before_a_newer_tale_changes_nothing_unseen(client, curator, adoption):
    opened = client.get(address(adoption))
    told(adoption, changed="Новое")
    answer = change(client, address(adoption), opened, hidden_reason="За старое")
    assert answer.status_code == 200
    adoption.refresh_from_db()
    assert not adoption.is_hidden


def test_repeats_are_neither_added_nor_deleted_by_hand(client, curator, adoption):
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{adoption.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Adoption.objects.count() == 1


def test_list_is_filtered_searched_and_escaped(client, curator, adoption):
    told(adoption, post=HOSTILE, changed=HOSTILE)
    begun(factories.practice("published", title_ru=HOSTILE), official("other", municipality("other")))
    html = client.get(f"{LIST}?is_confirmed__exact=0&stage__exact=running&q=kara").content.decode()
    assert "kara-suu" in html and "other (ru)" not in html
    for page in (LIST, address(adoption)):
        assert HOSTILE not in client.get(page).content.decode()
    assert client.get(f"{LIST}?by__password__startswith=a").status_code in (302, 400)


def test_list_costs_the_same_with_many_rows(client, curator, adoption, django_assert_max_num_queries):
    for number in range(5):
        begun(factories.published_quickly()[0], official(f"head-{number}", municipality(f"place-{number}")))
    with django_assert_max_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize("role", ["expert", None])
def test_others_have_no_such_table(client, adoption, role):
    user = factories.member_of(role) if role else factories.person("plain", is_staff=True)
    client.force_login(user)
    assert client.get(LIST).status_code == 403
    assert client.post(address(adoption), {"hidden_reason": "за что"}).status_code == 403
    adoption.refresh_from_db()
    assert not adoption.is_hidden
