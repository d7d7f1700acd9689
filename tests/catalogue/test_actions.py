import pytest
from django.utils import timezone

from catalogue import actions
from catalogue.models import Entry
from catalogue.search import matching
from tests import factories

pytestmark = pytest.mark.django_db


def card(**fields):
    texts = {
        "kind": "practice", "object_id": 1, "path": "/practices/1-suu/",
        "title": {"ky": "Таза суу", "ru": "Чистая вода"}, "summary": {"ky": "Кыскача", "ru": "Коротко"},
        "place": {"ky": "Нарын", "ru": "Нарынская область"}, "body": {"ky": "Насос", "ru": "Скважина"},
        "topics": [], "territories": [], "published_on": timezone.now(),
    }
    return actions.Card(**{**texts, **fields})


def found(words):
    return list(matching(words, Entry.objects.all()))


def test_entry_is_written_with_both_languages_topics_and_places():
    water, naryn = factories.topic("water"), factories.territory("naryn", "oblast")
    entry = actions.put(card(topics=[water.pk], territories=[naryn.pk]))
    entry.refresh_from_db()
    assert (entry.title_ky, entry.title_ru) == ("Таза суу", "Чистая вода")
    assert (entry.summary_ky, entry.place_ru) == ("Кыскача", "Нарынская область")
    assert list(entry.topics.all()) == [water]
    assert list(entry.territories.all()) == [naryn]
    assert entry.state == "published"


def test_entry_written_again_replaces_what_was_there():
    water = factories.topic("water")
    actions.put(card(topics=[water.pk]))
    actions.put(card(title={"ky": "Жол", "ru": ""}, body={}, topics=[]))
    entry = Entry.objects.get()
    assert (entry.title_ky, entry.title_ru) == ("Жол", "")
    assert not entry.topics.exists()
    assert not found("скважина")


@pytest.mark.parametrize("words", ["суу", "вода", "коротко", "нарын", "скважина", "насос"])
def test_words_of_title_summary_place_and_body_are_found_in_both_languages(words):
    actions.put(card())
    assert len(found(words)) == 1


@pytest.mark.parametrize("state", ["withdrawn", "archived"])
def test_state_is_changed_for_one_publication_only(state):
    actions.put(card())
    actions.put(card(object_id=2, path="/practices/2-jol/"))
    actions.set_state(kind="practice", object_id=1, state=state)
    assert dict(Entry.objects.values_list("object_id", "state")) == {1: state, 2: "published"}


def test_removed_entry_is_gone_and_removing_it_again_changes_nothing():
    actions.put(card())
    actions.put(card(kind="question"))
    for _time in range(2):
        actions.remove(kind="practice", object_id=1)
    assert [entry.kind for entry in Entry.objects.all()] == ["question"]
