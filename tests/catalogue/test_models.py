import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation

from catalogue.models import Entry, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def entry(object_id=1, **fields):
    given = {
        "kind": "practice", "object_id": object_id, "path": f"/practices/{object_id}-suu/",
        "title_ky": "Суу", "title_ru": "Вода", "published_on": timezone.now(),
    }
    return Entry.objects.create(**{**given, **fields})


def refused(work):
    with pytest.raises(IntegrityError), transaction.atomic():
        work()


def test_topic_may_be_part_of_another():
    water = factories.topic("water")
    assert factories.topic("drainage", parent=water).parent == water


def test_topic_cannot_be_part_of_itself():
    water = factories.topic("water")
    refused(lambda: Topic.objects.filter(pk=water.pk).update(parent=water))


def test_topic_cannot_be_part_of_a_part():
    drainage = factories.topic("drainage", parent=factories.topic("water"))
    with pytest.raises(ValidationError) as error:
        Topic(slug="pipes", name_ky="Түтүктөр", parent=drainage).full_clean()
    assert "parent" in error.value.message_dict


def test_topic_with_parts_cannot_become_a_part():
    water, waste = factories.topic("water"), factories.topic("waste")
    factories.topic("drainage", parent=water)
    water.parent = waste
    with pytest.raises(ValidationError):
        water.full_clean()


def test_topic_address_belongs_to_one_topic():
    factories.topic("water")
    refused(lambda: Topic.objects.create(slug="water", name_ky="Суу"))


def test_topic_in_use_cannot_be_deleted_together_with_its_parts():
    water = factories.topic("water")
    factories.topic("drainage", parent=water)
    with pytest.raises(ProtectedError):
        water.delete()


def test_topics_stand_by_position_then_address():
    factories.topic("b", position=2)
    factories.topic("c", position=1)
    factories.topic("a", position=2)
    assert [topic.slug for topic in Topic.objects.all()] == ["c", "a", "b"]


def test_entry_exists_once_for_a_publication():
    entry(1)
    refused(lambda: entry(1))


def test_entries_of_different_sections_may_share_a_number():
    entry(1)
    entry(1, kind="question")
    assert Entry.objects.count() == 2


def test_entry_path_must_be_absolute():
    refused(lambda: entry(1, path="practices/1-suu/"))


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_entry_address_has_the_language_of_the_page(language):
    with translation.override(language):
        assert entry(7).get_absolute_url() == f"/{language}/practices/7-suu/"


def test_only_published_entries_are_published():
    shown = entry(1)
    entry(2, state="withdrawn")
    entry(3, state="archived")
    assert list(Entry.objects.published()) == [shown]


def test_newest_entries_come_first_and_the_later_number_wins_a_tie():
    now = timezone.now()
    first, second = entry(1, published_on=now), entry(2, published_on=now)
    old = entry(3, published_on=now - timezone.timedelta(days=1))
    assert list(Entry.objects.newest()) == [second, first, old]


def test_entry_within_a_territory_is_found_once_though_it_has_two_places_there():
    chui = factories.territory("chui", "oblast")
    places = [factories.territory(slug, parent=chui) for slug in ("chui-a", "chui-b")]
    here, elsewhere = entry(1), entry(2)
    here.territories.set(places)
    elsewhere.territories.set([factories.territory("naryn", "oblast")])
    assert list(Entry.objects.within(chui)) == [here]


def test_entry_about_a_part_is_about_the_whole_topic():
    water = factories.topic("water")
    drainage = factories.topic("drainage", parent=water)
    part, whole, other = entry(1), entry(2), entry(3)
    part.topics.set([drainage, water])
    whole.topics.set([water])
    other.topics.set([factories.topic("waste")])
    assert set(Entry.objects.about(water)) == {part, whole}
    assert Entry.objects.about(water).count() == 2
    assert list(Entry.objects.about(drainage)) == [part]


def test_entry_tagged_with_a_topic_and_its_part_is_counted_once():
    water = factories.topic("water")
    drainage = factories.topic("drainage", parent=water)
    for object_id, topics in enumerate([[water, drainage], [drainage], [water], []], start=1):
        entry(object_id).topics.set(topics)
    assert Entry.objects.all().by_topic() == {water.pk: 3, drainage.pk: 2}
