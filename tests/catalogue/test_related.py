"""What is offered beside one publication, in which order and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from catalogue import actions
from catalogue.models import Entry
from catalogue.related import OF_A_TOPIC, related
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def places():
    """Two districts of one oblast with two municipalities and one, a district of another oblast with one."""
    make = factories.territory
    naryn, osh = make("naryn", "oblast"), make("osh", "oblast")
    kochkor, jumgal, alai = make("kochkor", "district", naryn), make("jumgal", "district", naryn), make(
        "alai", "district", osh
    )
    return {
        "here": make("kochkor-here", parent=kochkor), "near": make("kochkor-near", parent=kochkor),
        "oblast": make("jumgal-one", parent=jumgal), "far": make("alai-one", parent=alai),
        # The beginning of its path is the beginning of the district's, and yet it is another one.
        "namesake": make("kochkor-two-one", parent=make("kochkor-two", "district", naryn)),
    }


def put(number, title="", *, summary="", topics=(), territories=(), kind="practice", days=0, **more):
    return actions.put(
        actions.Card(
            kind=kind, object_id=number, path=f"/{kind}/{number}/", title={"ru": title, "ky": ""},
            summary={"ru": summary, "ky": ""}, place={"ru": "", "ky": ""}, body={"ru": "", "ky": ""},
            topics=[factories.topic(slug).pk for slug in topics], territories=[unit.pk for unit in territories],
            published_on=NOW - timedelta(days=days),
        ),
        **more,
    )


def numbers(*, limit=10, **more):
    return [entry.object_id for entry in related("practice", 1, limit=limit, **more)]


def why(language="ru"):
    with translation.override(language):
        return {entry.object_id: entry.why for entry in related("practice", 1, limit=10)}


# --- candidates -----------------------------------------------------------------------------------------


def test_topic_place_and_words_each_are_enough(places):
    put(1, "Водопровод в селе", topics=["water"], territories=[places["here"]])
    put(2, "Фонари", topics=["water"])
    put(3, "Фонари", territories=[places["near"]])
    put(4, "Ремонт водопровода")
    put(5, "Фонари", topics=["roads"], territories=[places["far"]])
    assert set(numbers()) == {2, 3, 4}


def test_neither_itself_nor_what_is_not_published_is_offered():
    put(1, "Вода", topics=["water"])
    put(2, topics=["water"], state=Entry.State.WITHDRAWN)
    put(3, topics=["water"], state=Entry.State.ARCHIVED)
    put(4, topics=["water"])
    assert numbers() == [4]


def test_any_section_is_offered_unless_narrowed():
    put(1, topics=["water"])
    put(2, topics=["water"])
    put(2, topics=["water"], kind="act")
    assert len(numbers()) == 2
    assert [entry.kind for entry in related("practice", 1, limit=5, kinds=["act"])] == ["act"]
    assert [entry.object_id for entry in related("act", 2, limit=5, kinds=["practice"])] == [2, 1]


@pytest.mark.parametrize("fields", [{}, {"title": "Я и ты 2024"}, {"title": "«Өң» — 'x' \\ & | ! : *"}])
def test_entry_with_nothing_to_go_by_has_nothing_related(fields):
    put(1, **fields)
    put(2, "Вода", topics=["water"])
    assert numbers() == []


def test_what_is_not_in_the_catalogue_has_nothing_related():
    put(2, topics=["water"])
    assert numbers() == []


# --- order ----------------------------------------------------------------------------------------------


def test_the_nearer_the_place_the_higher(places):
    put(1, topics=["water"], territories=[places["here"]])
    for number, name in enumerate(["far", "oblast", "namesake", "near", "here"], start=2):
        put(number, topics=["water"], territories=[places[name]], days=number)
    assert numbers() == [6, 5, 3, 4, 2]


def test_more_shared_topics_stand_higher():
    put(1, topics=["water", "roads", "budget"])
    put(2, topics=["water"])
    put(3, topics=["water", "roads"], days=1)
    put(4, topics=["water", "roads", "budget"], days=2)
    assert numbers() == [4, 3, 2]


def test_words_of_the_title_weigh_more_there_than_in_a_summary_and_endings_do_not_matter():
    put(1, "Строительство водопровода", topics=["water"])
    put(2, "Парк", topics=["water"])
    put(3, "Парк", summary="построили водопровод", topics=["water"], days=1)
    put(4, "Водопроводу десять лет", topics=["water"], days=2)
    assert numbers() == [4, 3, 2]


def test_equally_related_stand_newest_first_and_always_so():
    put(1, topics=["water"])
    for number in range(2, 6):
        put(number, topics=["water"])
    put(6, topics=["water"], days=-1)
    assert numbers() == numbers() == [6, 5, 4, 3, 2]
    assert numbers(limit=2) == [6, 5]


def test_of_a_topic_the_newest_few_compete():
    put(1, topics=["water"])
    for number in range(2, OF_A_TOPIC + 12):
        put(number, topics=["water"])
    assert len(numbers(limit=100)) == OF_A_TOPIC


# --- why ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_reasons_are_told_in_the_language_of_the_reader(places, language):
    put(1, "Водопровод", topics=["water"], territories=[places["here"]])
    put(2, "Водопровод", topics=["water"], territories=[places["here"]])
    put(3, "Парк", topics=["water"], territories=[places["near"]])
    put(4, "Парк", topics=["water"], territories=[places["oblast"]])
    put(5, "Парк", topics=["water"], territories=[places["far"]])
    told = why(language)
    assert [len(told[number]) for number in (2, 3, 4, 5)] == [3, 2, 2, 1]
    assert len({tuple(told[number]) for number in (2, 3, 4, 5)}) == 4


def test_page_of_a_practice_tells_why_others_are_offered(client):
    first, second = factories.published_quickly(2)
    html = client.get(f"/ru/practices/{first.pk}-{first.slug}/").content.decode()
    entry = next(entry for entry in related("practice", first.pk, limit=3))
    assert entry.object_id == second.pk
    assert entry.why and all(f'<li class="nb">{reason}</li>' in html for reason in entry.why)


# --- cost -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 10])
def test_related_takes_one_query(number, django_assert_num_queries):
    for count in range(1, number + 2):
        put(count, "Вода", topics=["water"])
    with django_assert_num_queries(1):
        found = related("practice", 1, limit=3)
    assert len(found) == min(number, 3)


def test_links_are_read_from_their_end():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'catalogue_entry_%%_newest'")
        found = {definition.split(" USING ")[1] for (definition,) in cursor.fetchall()}
    assert found == {"btree (topic_id, entry_id DESC)", "btree (territory_id, entry_id DESC)"}


def test_common_words_bring_no_candidates_once_the_database_has_looked_at_them():
    for number in range(1, 400):
        put(number, f"Водопровод {'скважина' * (number < 3)}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalogue_entry")
    assert numbers(limit=100) == [2]
