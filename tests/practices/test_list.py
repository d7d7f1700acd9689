import re
from datetime import date

import pytest

from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db
HIDDEN = ["draft", "in_review", "returned", "withdrawn", "archived"]


def ask(client, language="ru", **query):
    answer = client.get(f"/{language}/practices/", query)
    assert answer.status_code == 200
    return answer


def titles(answer):
    return [practice.title for practice in answer.context["page_obj"]]


def one(title, **fields):
    return factories.published_quickly(title_ru=title, **fields)[0]


@pytest.fixture
def places():
    """An oblast with a district and two municipalities, of which the second merged into the first; a city."""
    chui = factories.territory("chui", "oblast")
    moskva = factories.territory("moskva", "district", chui)
    kept = factories.territory("moskva-aleksandrovka", parent=moskva)
    merged = factories.territory(
        "moskva-tselinnoe", parent=moskva, successor=kept, valid_to=date(2024, 9, 1)
    )
    return {"chui": chui, "moskva": moskva, "kept": kept, "merged": merged,
            "naryn": factories.territory("naryn", "oblast")}


# --- filters one by one ---------------------------------------------------------------------------


def test_words_are_looked_for_in_the_text_too(client):
    one("Дорога", solution_ru="Вырыли скважину")
    one("Парк")
    assert titles(ask(client, q="скважина")) == ["Дорога"]


def test_any_of_the_topics_is_enough_and_a_topic_holds_its_parts(client):
    water = factories.topic("water")
    one("Вода", topics=[water])
    one("Отвод", topics=[factories.topic("drainage", parent=water)])
    one("Мусор", topics=[factories.topic("waste")])
    one("Парк", topics=[factories.topic("parks")])
    assert set(titles(ask(client, topic="water"))) == {"Вода", "Отвод"}
    assert titles(ask(client, topic="drainage")) == ["Отвод"]
    assert set(titles(ask(client, topic=["drainage", "waste"]))) == {"Отвод", "Мусор"}


def test_place_holds_everything_below_it(client, places):
    one("Село", territories=[places["kept"]])
    one("Район", territories=[places["moskva"]])
    one("Нарын", territories=[places["naryn"]])
    one("Нигде")
    assert set(titles(ask(client, territory="chui"))) == {"Село", "Район"}
    assert titles(ask(client, territory="moskva-aleksandrovka")) == ["Село"]
    assert titles(ask(client, territory="naryn")) == ["Нарын"]


def test_what_was_done_in_a_merged_place_is_found_under_its_successor_and_under_its_own_name(client, places):
    one("До слияния", territories=[places["merged"]])
    for slug in ("moskva-aleksandrovka", "moskva-tselinnoe", "moskva", "chui"):
        assert titles(ask(client, territory=slug)) == ["До слияния"]


def test_place_that_merged_twice_is_found_under_the_last_successor(client, places):
    last = factories.territory("moskva-jany", parent=places["moskva"])
    places["kept"].successor, places["kept"].valid_to = last, date(2026, 1, 1)
    places["kept"].save()
    one("До слияния", territories=[places["merged"]])
    assert titles(ask(client, territory="moskva-jany")) == ["До слияния"]


def test_place_whose_name_begins_another_name_is_not_mistaken_for_it(client):
    factories.territory("chu", "oblast")
    one("Чүй", territories=[factories.territory("chui", "oblast")])
    assert titles(ask(client, territory="chu")) == []


def test_practice_of_two_places_is_listed_once(client, places):
    one("Дорога", territories=[places["kept"], places["merged"], places["moskva"]])
    answer = ask(client, territory="moskva")
    assert titles(answer) == ["Дорога"]
    assert answer.context["total"] == 1


def test_any_of_the_kinds_is_enough(client):
    for kind in ("case", "method", "tool"):
        one(kind, kind=kind)
    assert titles(ask(client, kind="tool")) == ["tool"]
    assert set(titles(ask(client, kind=["tool", "case"]))) == {"tool", "case"}


@pytest.mark.parametrize(("year", "found"), [
    (2016, set()), (2017, {"Три года"}), (2018, {"Три года", "Один год"}), (2019, {"Три года"}), (2020, set()),
])
def test_work_of_several_years_is_found_in_each(client, year, found):
    one("Три года", year_from=2017, year_to=2019)
    one("Один год", year_from=2018)
    one("Когда-то")
    assert set(titles(ask(client, year=year))) == found


def test_filters_narrow_together(client, places):
    water = factories.topic("water")
    same = {"topics": [water], "territories": [places["kept"]], "kind": "method", "year_from": 2020}
    one("Водопровод", **same)
    one("Водопровод без темы", **{**same, "topics": [factories.topic("parks")]})
    one("Водопровод в Нарыне", **{**same, "territories": [places["naryn"]]})
    one("Водопровод раньше", **{**same, "year_from": 2001})
    one("Водопровод-случай", **{**same, "kind": "case"})
    one("Парк", **same)
    query = {"q": "водопровод", "topic": "water", "territory": "chui", "kind": "method", "year": 2020}
    assert titles(ask(client, **query)) == ["Водопровод"]


# --- values that make no sense --------------------------------------------------------------------


@pytest.mark.parametrize("query", [
    {"year": "99999"}, {"year": "0"}, {"year": "-1"}, {"year": "abc"}, {"year": "2018.5"}, {"year": "1e309"},
    {"year": "NaN"}, {"year": "Infinity"}, {"year": "9" * 400}, {"year": ["2018", "zz"]},
    {"kind": "novel"}, {"kind": ["case", "novel"]}, {"kind": "' OR 1=1"}, {"topic": "a b"}, {"topic": "../x"},
    {"topic": "т" * 10}, {"topic": "x" * 200}, {"territory": "a/b"}, {"territory": "%"}, {"territory": "x" * 200},
    {"unknown": "1"}, {"q[]": "1"}, {"q": "   "}, {"q": "\u200b"}, {"topic": ""}, {"year": ""}, {"kind": ""},
    {"status": "draft"}, {"author": "1"}, {"author__password__startswith": "a"},
])
def test_value_that_makes_no_sense_is_passed_over(client, query):
    one("Парк", year_from=2018)
    assert titles(ask(client, **query)) == ["Парк"]


@pytest.mark.parametrize("query", [{"year": "99999"}, {"kind": "novel"}, {"territory": "a/b"}, {"topic": "a b"}])
def test_value_passed_over_is_said(client, query):
    assert ask(client, **query).context["passed_over"]
    assert not ask(client, q="парк").context["passed_over"]


@pytest.mark.parametrize("query", ["q=%00", "topic=%00", "year=20%0018", "page=%00", "%00=1"])
def test_nul_is_refused_before_the_database(client, query):
    assert client.get(f"/ru/practices/?{query}").status_code == 400


@pytest.mark.parametrize("slugs", [["water"] * 200, [f"t{number}" for number in range(200)]])
def test_two_hundred_topics_are_more_than_anybody_chooses(client, slugs):
    one("Вода", topics=[factories.topic("water")])
    answer = ask(client, topic=slugs)
    assert titles(answer) == ["Вода"]
    assert answer.context["passed_over"]
    assert len(answer.content) < 100_000


def test_fifty_topics_are_answered_by_a_page_of_usual_size(client):
    one("Вода", topics=[factories.topic("water")])
    answer = ask(client, topic=["water", *(f"t{number}" for number in range(49))])
    assert titles(answer) == ["Вода"]
    assert len(answer.content) < 150_000


def test_repeated_single_value_counts_once(client):
    one("Старое", year_from=2001)
    one("Новое", year_from=2020)
    assert titles(ask(client, year=["2001", "2020"])) == ["Новое"]


@pytest.mark.parametrize("words", ["!!! & | :* ( <-> '", "%_\\", "🚰", "слово " * 200, "a\n\tb", "'; DROP TABLE x; --"])
def test_any_words_are_answered(client, words):
    one("Парк")
    ask(client, q=words)


# --- what nobody may know of ----------------------------------------------------------------------


@pytest.mark.parametrize("status", HIDDEN)
def test_hidden_practice_is_neither_listed_nor_counted(client, status, places):
    factories.practice(
        status, title_ru="Зебрапровод", year_from=2018, kind="tool", territories=[places["kept"]]
    )
    for user in (None, factories.person("member"), factories.person(), factories.moderator()):
        if user:
            client.force_login(user)
        answer = ask(client)
        assert titles(answer) == []
        assert answer.context["total"] == 0
        assert [option for facet in answer.context["facets"] for option in facet.options] == []
        assert "Зебрапровод" not in ask(client, q="зебрапровод").content.decode().replace("«Зебрапровод»", "")


@pytest.mark.parametrize("status", HIDDEN)
def test_hidden_practice_is_on_no_page_that_gathers(client, status):
    practice = factories.practice(status, title_ru="Зебрапровод")
    for path in ("/ru/", "/ky/", "/sitemap.xml", "/ru/search/?topic=water"):
        html = client.get(path).content.decode()
        assert "Зебрапровод" not in html and f"{practice.pk}-" not in html, path


# --- order ----------------------------------------------------------------------------------------


def in_order(client, sort, language="ky"):
    return [practice.title_ky for practice in ask(client, language, sort=sort).context["page_obj"]]


def test_titles_stand_in_the_order_of_the_kyrgyz_alphabet(client):
    right = ["Багыт", "Жол", "Нан", "Ңң сөзү", "Окуу", "Өрт", "Пахта", "Унаа", "Үй", "Фонарь", "Элек"]
    for title in reversed(right):
        one("Русский", title_ky=title)
    assert in_order(client, "title") == right


def test_titles_of_the_russian_page_stand_in_russian_order(client):
    for title in ("Ёлки", "Вода", "Жильё", "Ель"):
        one(title)
    assert titles(ask(client, sort="title")) == ["Вода", "Ель", "Ёлки", "Жильё"]


def test_newest_year_of_the_work_comes_first_and_the_unknown_last(client):
    one("Неизвестно")
    one("Давно", year_from=2001)
    one("Долго", year_from=1999, year_to=2022)
    assert titles(ask(client, sort="year")) == ["Долго", "Давно", "Неизвестно"]


@pytest.mark.parametrize("sort", [
    "", "new", "hacks", "-published_at", "author__password", "RANDOM()", "id;--", "sort_ky", "?", ["x", "y"],
])
def test_unknown_order_is_the_newest_first(client, sort):
    one("Раньше")
    one("Позже")
    assert titles(ask(client, sort=sort)) == ["Позже", "Раньше"]


# --- pages ----------------------------------------------------------------------------------------


PAGES = {
    "1": 1, "2": 2, "3": 2, "-1": 2, "0": 2, "99999999999999999999": 2, "zz": 1, "": 1, "1.5": 1, "²": 1, "9" * 5000: 1,
}


def test_any_page_number_shows_a_page(client):
    factories.published_quickly(13)
    for asked, number in PAGES.items():
        answer = ask(client, page=asked)
        assert (answer.context["page_obj"].number, bool(titles(answer))) == (number, True), asked
    assert ask(client, page=["1", "2"]).context["page_obj"].number == 2


def test_every_practice_stands_on_exactly_one_page(client):
    factories.published_quickly(26)
    # All at one moment: the order must still be the same on every page.
    Practice.objects.update(published_at=Practice.objects.first().published_at)
    shown = [title for page in (1, 2, 3) for title in titles(ask(client, page=page))]
    assert len(shown) == len(set(shown)) == 26


def links(answer):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]*)"', answer.content.decode())]


def test_links_to_other_pages_keep_filters_and_order(client):
    factories.published_quickly(13, year_from=2018)
    query = {"q": "практика", "year": "2018", "sort": "title", "topic": ["water", "waste"]}
    answer = ask(client, **query, page=1)
    onward = [link for link in links(answer) if "page=2" in link]
    assert onward
    for link in onward:
        assert link.count("page=") == 1
        again = client.get(f"/ru/practices/{link}")
        assert again.context["total"] == answer.context["total"] == 13
        assert again.context["page_obj"].number == 2
        assert "sort=title" in link and "topic=water&topic=waste" in link


def test_chosen_values_are_links_that_remove_them(client, places):
    one("Вода", topics=[factories.topic("water")], territories=[places["kept"]], year_from=2018)
    one("Мусор", topics=[factories.topic("waste")], territories=[places["kept"]], year_from=2018)
    query = {"q": "поставили", "topic": ["water", "waste"], "territory": "moskva", "year": 2018, "kind": "case"}
    answer = ask(client, **query, page=3)
    assert answer.context["total"] == 2
    chosen = answer.context["chosen"]
    assert len(chosen) == 6
    for item in chosen:
        assert "page=" not in item["url"]
        rest = client.get(f"/ru/practices/{item['url']}")
        assert len(rest.context["chosen"]) == 5


@pytest.mark.parametrize("query", [
    {"kind": "tool"}, {"year": "1995"}, {"topic": "parks"}, {"topic": "unknown"}, {"territory": "naryn"},
    {"territory": "unknown"}, {"q": "зебра"},
])
def test_filter_that_finds_nothing_is_shown_and_can_be_removed(client, query, places):
    factories.topic("parks")
    one("Вода", territories=[places["kept"]])
    answer = ask(client, **query)
    assert titles(answer) == []
    [chosen] = answer.context["chosen"]
    assert titles(client.get(f"/ru/practices/{chosen['url']}")) == ["Вода"]


def test_filtered_list_is_not_indexed_and_the_plain_one_is(client):
    one("Вода")
    assert 'content="noindex' not in ask(client).content.decode()
    assert 'content="noindex' in ask(client, kind="case").content.decode()


def test_list_sets_no_cookie_and_holds_no_token(client):
    one("Вода")
    answer = ask(client)
    assert not answer.cookies
    assert "csrf" not in answer.content.decode()


def test_values_are_shown_back_as_text(client):
    answer = ask(client, q="<script>alert(1)</script>\"'{{ 7 }}", topic="<b>", sort="<i>")
    html = answer.content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html and "{{ 7 }}" in html


def test_empty_list_invites_to_be_the_first(client):
    assert "/ru/practices/submit/" in ask(client).content.decode()


def test_title_missing_in_the_page_language_is_marked_as_the_other_one(client):
    one("Свет на улице")
    assert '<h3 lang="ru">' in ask(client, "ky").content.decode()
    assert '<h3 lang="ru">' not in ask(client, "ru").content.decode()


# --- cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 15])
def test_list_is_built_in_four_queries(client, selects, places, rows):
    factories.published_quickly(rows, territories=[places["kept"], places["naryn"]], year_from=2018)
    for query in ({}, {"topic": "water", "territory": "moskva", "q": "практика", "year": 2018}):
        with selects(4):
            answer = ask(client, **query)
        assert len(titles(answer)) == min(rows, 12)
