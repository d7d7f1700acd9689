import pytest
from django.contrib.auth.models import AnonymousUser

from practices.models import Practice
from publishing.actions import take
from publishing.models import QueueItem
from publishing.queue import items_for, moderated_by, publication_models, waiting_for
from tests import factories

pytestmark = pytest.mark.django_db


def counts(user):
    return [line["count"] for line in waiting_for(user)]


def test_practices_are_publications():
    assert Practice in publication_models()


def test_only_moderators_have_a_queue():
    factories.practice("in_review")
    assert [item.title for item in items_for(factories.moderator())] == ["Свет на трёх улицах"]
    for user in (factories.person("member"), factories.person("staff", is_staff=True), AnonymousUser()):
        assert moderated_by(user) == []
        assert not items_for(user).exists()


def test_text_of_a_section_one_does_not_moderate_is_not_in_ones_queue():
    factories.practice("in_review")
    QueueItem.objects.update(kind="letters.letter")
    assert not items_for(factories.moderator()).exists()


def test_what_a_colleague_has_taken_does_not_wait_for_me():
    factories.practice("in_review")
    factories.practice("in_review")
    take(item=QueueItem.objects.first(), by=factories.moderator("first"))
    assert counts(factories.moderator("first")) == [2]
    assert counts(factories.moderator("second")) == [1]


def test_moderator_without_the_admin_is_not_sent_there():
    factories.practice("in_review")
    assert waiting_for(factories.moderator(is_staff=False)) == []


def test_author_is_told_of_returned_texts_only():
    for status in ("returned", "returned", "draft", "in_review", "published"):
        factories.practice(status)
    [line] = waiting_for(factories.person())
    assert (line["count"], line["url"]) == (2, "/ky/practices/mine/")
    assert waiting_for(factories.person("member")) == []


def test_home_page_tells_what_waits(client):
    factories.practice("returned")
    client.force_login(factories.person())
    assert "/ru/practices/mine/" in client.get("/ru/").content.decode()


def test_home_page_of_a_stranger_waits_for_nothing(client):
    factories.practice("returned")
    client.force_login(factories.person("member"))
    assert client.get("/ru/").context["todo"] == []


def test_home_page_is_built_in_four_queries(client, selects):
    factories.published_quickly(1)
    with selects(4):
        client.get("/ru/")
    factories.published_quickly(15)
    with selects(4):
        client.get("/ky/")
