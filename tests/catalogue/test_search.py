import pytest
from django.utils import timezone

from catalogue.models import Entry
from language.terms import search_literal
from tests import factories

pytestmark = pytest.mark.django_db


def ask(client, language="ru", **query):
    answer = client.get(f"/{language}/search/", query)
    assert answer.status_code == 200
    return answer


def titles(answer):
    return [entry.title for entry in answer.context["page_obj"]]


def many_entries(number):
    now, terms = timezone.now(), search_literal([("Вода", "A")])
    Entry.objects.bulk_create(
        Entry(
            kind="practice", object_id=count, path=f"/practices/{count}-suu/", title_ru=f"Вода {count}",
            title_ky=f"Суу {count}", published_on=now, terms=terms,
        )
        for count in range(1, number + 1)
    )


def test_words_find_published_practices_and_put_the_title_first(client):
    factories.published_quickly(title_ru="Дорога", solution_ru="Провели водопровод")
    factories.published_quickly(title_ru="Водопровод")
    factories.published_quickly(title_ru="Парк")
    answer = ask(client, q="водопровод")
    assert titles(answer) == ["Водопровод", "Дорога"]
    assert answer.context["total"] == 2


def test_all_words_are_wanted(client):
    factories.published_quickly(title_ru="Водопровод", solution_ru="Вырыли скважину")
    factories.published_quickly(title_ru="Водопровод", solution_ru="Купили насос")
    assert ask(client, q="водопровод скважина").context["total"] == 1


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "   "}, {"q": "\u200b"}])
def test_no_words_give_the_newest_first(client, query):
    factories.published_quickly(title_ru="Раньше")
    factories.published_quickly(title_ru="Позже")
    assert titles(ask(client, **query)) == ["Позже", "Раньше"]


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "withdrawn", "archived"])
def test_hidden_practice_is_not_found_and_not_counted(client, status):
    factories.practice(status, title_ru="Зебрапровод")
    answer = ask(client, q="зебрапровод")
    assert titles(answer) == []
    assert answer.context["total"] == 0
    assert answer.context["topics"] == []
    assert ask(client).context["total"] == 0


def test_topic_narrows_to_the_topic_and_its_parts(client):
    water = factories.topic("water")
    drainage = factories.topic("drainage", parent=water)
    factories.published_quickly(title_ru="Вода", topics=[water])
    factories.published_quickly(title_ru="Отвод", topics=[drainage])
    factories.published_quickly(title_ru="Парк", topics=[factories.topic("parks")])
    assert set(titles(ask(client, topic="water"))) == {"Вода", "Отвод"}
    assert titles(ask(client, topic="drainage")) == ["Отвод"]


def test_every_topic_offered_finds_as_many_as_it_promises(client):
    water = factories.topic("water")
    drainage = factories.topic("drainage", parent=water)
    factories.published_quickly(2, topics=[water])
    factories.published_quickly(3, topics=[drainage])
    factories.published_quickly(topics=[factories.topic("parks")], title_ru="Парк")
    for words in ({}, {"q": "практика"}):
        offered = ask(client, **words).context["topics"]
        assert {option["value"]: option["count"] for option in offered} == {
            "water": 5, "drainage": 3, **({} if words else {"parks": 1})
        }
        for option in offered:
            assert ask(client, **words, topic=option["value"]).context["total"] == option["count"]


def test_chosen_topic_stays_offered_though_nothing_is_found(client):
    factories.topic("water")
    [option] = ask(client, topic="water", q="зебра").context["topics"]
    assert (option["value"], option["count"], option["selected"]) == ("water", 0, True)


def test_kind_narrows_and_an_unknown_one_finds_nothing(client):
    factories.published_quickly()
    assert ask(client, kind="practice").context["total"] == 1
    assert ask(client, kind="question").context["total"] == 0


@pytest.mark.parametrize("query", [
    {"kind": "a b;--"}, {"topic": "../x"}, {"kind": "x" * 500}, {"topic": ["water", "a b"]}, {"q[]": "1"},
    {"q": ["парк", ""]}, {"sort": "RANDOM()"},
])
def test_value_that_makes_no_sense_is_passed_over(client, query):
    factories.published_quickly()
    assert ask(client, **query).context["total"] == 1


@pytest.mark.parametrize("words", [
    "!!! & | :* ( <-> '", "%_\\", "а и в на", "🚰🚰", "в" * 7_000, "слово " * 500, "' OR 1=1 --", "\\", "''",
    "water:* & !x", "a\tb\nc",
])
def test_any_words_are_answered(client, words):
    factories.published_quickly()
    # The longest go past the limit of an address and are refused before the database.
    answer = client.get("/ky/search/", {"q": words})
    assert answer.status_code == (400 if len(words) > 2_000 else 200)


def test_very_long_words_are_cut(client):
    assert len(ask(client, q="a" * 5_000).context["q"]) == 200


def test_any_page_number_is_answered_with_a_page_that_has_something(client):
    factories.published_quickly(13)
    for number in ("-1", "0", "1", "zz", "99999999999999999999", "2.5", "", "²"):
        assert titles(ask(client, page=number)), number


@pytest.mark.parametrize("words", ["", "вода"])
def test_no_page_offered_is_empty(client, words):
    many_entries(260)
    answer = ask(client, q=words)
    assert answer.context["total"] == 260
    last = answer.context["page_obj"].paginator.num_pages
    for page in (last, last + 1, 10**6):
        assert titles(ask(client, q=words, page=page))


def test_links_to_other_pages_keep_the_question(client):
    factories.published_quickly(13, topics=[factories.topic("water")])
    html = ask(client, q="практика", topic="water", page="1").content.decode()
    links = [line for line in html.split('"') if line.startswith("?") and line.endswith("page=2")]
    assert links
    assert all("topic=water" in link and link.count("page=") == 1 for link in links)
    assert ask(client, q="практика", topic="water", page=2).context["page_obj"].number == 2


def test_title_missing_in_the_page_language_is_marked_as_the_other_one(client):
    factories.published_quickly(title_ru="Свет на улице")
    html = ask(client, "ky", q="свет").content.decode()
    assert '<h3 lang="ru">' in html


def test_words_are_shown_back_as_text(client):
    html = ask(client, q="<script>alert(1)</script>{{ 7 }}").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in html


def test_search_sets_no_cookie_and_is_not_indexed(client):
    answer = ask(client, q="парк")
    assert not answer.cookies
    assert 'name="robots" content="noindex' in answer.content.decode()
    assert "csrf" not in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 15])
def test_search_asks_the_database_four_times(client, selects, rows):
    factories.published_quickly(rows)
    for query in ({}, {"q": "практика"}, {"q": "практика", "topic": "water"}):
        with selects(4):
            ask(client, **query)
