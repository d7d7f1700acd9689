"""Pages of the submission one by one: what is taken, what is given back, and that nothing is lost."""

import re
from html import unescape

import pytest

from practices.models import Practice
from tests import factories
from tests.practices.writing import ESSENCE, address, rows, send

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}
PAGES = ["essence", "place", "story", "steps", "results", "money", "sources"]


@pytest.fixture
def author(client):
    user = factories.person()
    client.force_login(user)
    return user


@pytest.fixture
def practice(author):
    return factories.draft(author)


def fresh(practice):
    return Practice.objects.get(pk=practice.pk)


def errors(answer):
    form = answer.context["form"]
    return {name for name in form.errors} | {
        f"{number}-{name}" for number, row in enumerate(getattr(form, "row_set", ())) for name in row.errors
    }


# --- begin ----------------------------------------------------------------------------------------


def begin(client, page="ru", **fields):
    initial = client.get(f"/{page}/practices/submit/").context["form"].initial
    data = {"form_key": initial["form_key"], "language": initial["language"], "title": "Парк", **fields}
    return client.post(f"/{page}/practices/submit/", data), data


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_first_press_begins_a_draft_in_the_language_of_the_page(client, author, language):
    answer, _data = begin(client, language)
    draft = Practice.objects.get()
    assert answer["Location"] == address(draft, "essence", language)
    assert (draft.language, getattr(draft, f"title_{language}")) == (language, "Парк")


def test_first_press_repeated_leads_to_the_same_draft(client, author):
    answer, data = begin(client)
    again = client.post("/ru/practices/submit/", data)
    assert again["Location"] == answer["Location"]
    assert Practice.objects.count() == 1


@pytest.mark.parametrize("fields", [
    {"title": ""}, {"title": "   "}, {"title": "\u200b\u2060\u3164"}, {"title": "\x00"}, {"title": "Ң" * 201},
    {"title": "a" * 100_000}, {"language": "en"}, {"language": ""}, {"form_key": "zz"}, {"form_key": ""},
])
def test_first_press_that_lacks_something_gives_the_form_back(client, author, fields):
    answer, data = begin(client, **fields)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(fields)
    assert data["title"].strip().replace("\x00", "") in unescape(answer.content.decode())
    assert not Practice.objects.exists()


def test_too_many_drafts_are_refused_with_the_title_kept(client, author, monkeypatch):
    monkeypatch.setattr("practices.actions.DRAFTS_AN_HOUR", 2)
    for _number in range(2):
        begin(client)
    answer, _data = begin(client, title="Третий")
    assert answer.status_code == 429
    assert 'value="Третий"' in answer.content.decode()
    assert Practice.objects.count() == 2


def test_what_the_person_may_not_set_is_passed_over(client, author):
    other = factories.person("other")
    _answer, _data = begin(
        client, status="published", author=other.pk, revision=99, published_at="2020-01-01", id=777, slug="x",
        title_ky="Башка", is_staff=1,
    )
    draft = Practice.objects.get()
    assert (draft.status, draft.author, draft.revision, draft.published_at) == ("draft", author, 1, None)
    assert draft.pk != 777 and not draft.title_ky
    author.refresh_from_db()
    assert not author.is_staff


# --- every page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("page", [*PAGES, "files", "check"])
def test_every_page_opens_and_is_not_indexed(client, practice, page, language):
    answer = client.get(address(practice, page, language))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'content="noindex"' in html
    assert "None" not in html
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", [*PAGES, "files", "check", "sent", "delete", "recall"])
def test_draft_of_somebody_else_does_not_exist(client, author, page):
    foreign = factories.draft(factories.person("other"))
    before = Practice.objects.values().get()
    if page != "recall":
        assert client.get(address(foreign, page)).status_code in (404, 302 if page == "delete" else 404)
    assert send(client, foreign, page, ESSENCE).status_code in (404, 405, 302 if page == "delete" else 404)
    assert Practice.objects.values().get() == before


@pytest.mark.parametrize("page", ["essence", "files", "check", "delete"])
def test_number_that_does_not_exist_is_not_found(client, author, page):
    for number in ("999999", "9" * 18):
        middle = "write/" if page == "essence" else ""
        assert client.get(f"/ru/practices/{number}/{middle}{page}/").status_code == 404
    assert client.get("/ru/practices/" + "9" * 40 + "/write/essence/").status_code == 404


@pytest.mark.parametrize("status", ["in_review", "published", "withdrawn", "archived"])
@pytest.mark.parametrize("page", ["essence", "steps", "files", "check"])
def test_text_that_is_out_of_the_authors_hands_leads_to_my_practices(client, author, status, page):
    practice = factories.practice(status, author)
    before = fresh(practice).title_ru, practice.revision
    assert client.get(address(practice, page))["Location"] == "/ru/practices/mine/"
    send(client, practice, page, ESSENCE)
    assert (fresh(practice).title_ru, fresh(practice).revision) == before


def test_page_that_is_none_of_the_seven_is_not_found(client, practice):
    assert client.get(f"/ru/practices/{practice.pk}/write/secrets/").status_code == 404


# --- the pages in order ---------------------------------------------------------------------------


def test_essence_is_kept(client, practice):
    answer = send(client, practice, "essence", title="Парк", summary="Раз\r\nДва", kind="method")
    assert answer["Location"] == address(practice, "place")
    kept = fresh(practice)
    assert (kept.title_ru, kept.summary_ru, kept.kind) == ("Парк", "Раз\nДва", "method")
    assert kept.slug == "park"


@pytest.mark.parametrize("fields", [
    {"title": ""}, {"summary": ""}, {"title": "\u2060"}, {"kind": ""}, {"kind": "novel"}, {"title": "Ң" * 201},
    {"summary": "Ң" * 401}, {"title": "a" * 100_000}, {"summary": "a" * 100_000},
])
def test_essence_that_lacks_something_comes_back_as_it_was_typed(client, practice, fields):
    answer = send(client, practice, "essence", {**ESSENCE, **fields})
    assert answer.status_code == 200
    assert errors(answer) == set(fields)
    assert "Свет" in answer.content.decode() or "title" in fields
    [(_name, typed)] = fields.items()
    assert typed in answer.content.decode() or typed in ("\u2060", "novel")
    assert fresh(practice).title_ru == practice.title_ru


def test_title_is_one_line(client, practice):
    send(client, practice, "essence", {**ESSENCE, "title": "Свет\r\nBcc: x@y\tна улице"})
    assert fresh(practice).title_ru == "Свет Bcc: x@y на улице"


def test_invisible_characters_are_taken_out(client, practice):
    send(client, practice, "essence", {**ESSENCE, "title": "\u202eСвет\u200b\x00 улиц\ufeff"})
    assert fresh(practice).title_ru == "Свет улиц"


def place(**fields):
    return {"territory": "", "place_note": "Три села", "year_from": "", "year_to": "", **fields}


def test_place_years_and_topics_are_kept(client, practice):
    naryn, waste = factories.territory("naryn", "oblast"), factories.topic("waste")
    send(client, practice, "place", place(territory=naryn.pk, year_from="2018", year_to="2021", topics=[waste.pk]))
    kept = fresh(practice)
    assert (kept.year_from, kept.year_to) == (2018, 2021)
    assert list(kept.topics.all()) == [waste]
    assert list(kept.territories.all()) == [naryn]


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"year_from": "2021", "year_to": "2018"}, "year_to"), ({"year_from": "1990"}, "year_from"),
    ({"year_to": "2101"}, "year_to"), ({"year_from": "abc"}, "year_from"), ({"year_from": "9" * 50}, "year_from"),
    ({"topics": []}, "topics"), ({"topics": ["999999"]}, "topics"), ({"topics": ["x"]}, "topics"),
    ({"topics": ["\x00"]}, "topics"), ({"territory": "999999"}, "territory"), ({"territory": "x\x00"}, "territory"),
    ({"place_note": ""}, "territory"), ({"place_note": "a" * 401}, "place_note"),
])
def test_place_that_makes_no_sense_comes_back(client, practice, fields, wrong):
    water = factories.topic("water")
    answer = send(client, practice, "place", place(**{"topics": [water.pk], **fields}))
    assert answer.status_code == 200
    assert errors(answer) == {wrong}
    assert list(fresh(practice).topics.all()) == [water]


def test_more_than_three_topics_are_refused(client, practice):
    topics = [factories.topic(f"topic-{number}").pk for number in range(4)]
    assert errors(send(client, practice, "place", place(topics=topics))) == {"topics"}
    assert send(client, practice, "place", place(topics=topics[:3])).status_code == 302


def test_place_of_the_author_is_offered_first(client, author):
    author.territory = factories.territory("naryn", "oblast")
    author.save()
    draft = factories.draft(author)
    assert f'value="{author.territory.pk}" selected' in client.get(address(draft, "place")).content.decode()


def test_places_that_a_curator_added_stay_when_the_author_changes_nothing(client, practice):
    water, naryn = factories.topic("water"), factories.territory("naryn", "oblast")
    old = factories.territory("old", parent=naryn, successor=naryn, valid_to="2024-01-01")
    for places in ([naryn, old], [old]):
        practice.territories.set(places)
        page = client.get(address(practice, "place")).content.decode()
        [chosen] = re.findall(r'<option value="(\d+)" selected', page)
        answer = send(client, practice, "place", place(territory=chosen, topics=[water.pk]))
        assert answer.status_code == 302
        assert set(fresh(practice).territories.all()) == set(places)


def test_place_is_taken_away_by_choosing_none(client, practice):
    practice.territories.set([factories.territory("naryn", "oblast")])
    send(client, practice, "place", place(topics=[factories.topic("water").pk]))
    assert not fresh(practice).territories.exists()


def test_story_is_kept_and_one_of_a_hundred_thousand_letters_comes_back(client, practice):
    long = "Ң" * 100_000
    answer = send(client, practice, "story", problem="Темно", solution=long)
    assert errors(answer) == {"solution"}
    assert long in answer.content.decode()
    assert fresh(practice).problem_ru == practice.problem_ru
    send(client, practice, "story", problem="Темно", solution="Свет\n\nсделан")
    assert (fresh(practice).problem_ru, fresh(practice).solution_ru) == ("Темно", "Свет\n\nсделан")


@pytest.mark.parametrize(("typed", "kept"), [
    ("1 250 000", "1250000.00"), ("1\u00a0250\u202f000,50", "1250000.50"), ("12.5", "12.50"), ("0", "0.00"), ("", None),
])
def test_sum_is_taken_as_people_write_it(client, practice, typed, kept):
    assert send(client, practice, "money", cost_total=typed).status_code == 302
    assert str(fresh(practice).cost_total) == str(kept)


@pytest.mark.parametrize("typed", ["-1", "1e309", "NaN", "Infinity", "1,2,3", "много", "١٢", "9" * 40, "1.234", "0x10"])
def test_sum_that_is_no_sum_comes_back(client, practice, typed):
    answer = send(client, practice, "money", cost_total=typed)
    assert errors(answer) == {"cost_total"}
    assert f'value="{typed}"' in answer.content.decode()


def test_sum_is_shown_again_as_it_was_typed(client, practice):
    send(client, practice, "money", cost_total="1 250 000,5")
    assert 'value="1 250 000,5"' in client.get(address(practice, "money")).content.decode()


# --- rows -----------------------------------------------------------------------------------------


def titles(practice):
    return list(practice.steps.values_list("title_ru", flat=True))


def test_rows_are_kept_in_the_order_of_the_page_and_empty_ones_left_out(client, practice):
    step = practice.steps.get()
    answer = send(client, practice, "steps", rows(
        "steps", {"id": "", "title": "Раз", "text": "Как"}, {"id": "", "title": "", "text": ""},
        {"id": step.pk, "title": step.title_ru, "text": ""},
    ))
    assert answer["Location"] == address(practice, "results")
    assert titles(practice) == ["Раз", "Собрать сход"]
    assert practice.steps.get(pk=step.pk).position == 2


def test_row_emptied_is_taken_away(client, practice):
    step = practice.steps.get()
    answer = send(client, practice, "steps", rows("steps", {"id": step.pk, "title": "", "text": ""}), draft="1")
    assert answer.status_code == 302
    assert titles(practice) == []


def test_row_with_words_only_in_the_other_language_is_not_lost(client, practice):
    practice.steps.all().delete()
    foreign = practice.steps.create(position=1, title_ky="Жыйын", title_ru="")
    data = rows("steps", {"id": foreign.pk, "title": "", "text": ""}, {"id": "", "title": "Раз", "text": ""}, known=1)
    send(client, practice, "steps", data)
    assert set(practice.steps.values_list("title_ky", "title_ru")) == {("Жыйын", ""), (None, "Раз")}


def test_page_of_steps_needs_one(client, practice):
    answer = send(client, practice, "steps", rows("steps", {"id": "", "title": "", "text": ""}))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert titles(practice) == ["Собрать сход"]


def test_step_without_a_name_comes_back(client, practice):
    answer = send(client, practice, "steps", rows("steps", {"id": "", "title": "", "text": "Как-то так"}))
    assert errors(answer) == {"0-title"}
    assert "Как-то так" in answer.content.decode()


def test_save_and_add_more_rows_gives_more_empty_ones(client, practice):
    given = [{"id": "", "title": f"Шаг {number}", "text": ""} for number in range(3)]
    answer = send(client, practice, "steps", rows("steps", *given), more="1")
    assert answer["Location"] == address(practice, "steps") + "#more"
    assert len(titles(practice)) == 3
    forms = client.get(address(practice, "steps")).context["form"].row_set.forms
    assert len(forms) == 4
    assert not forms[-1].initial


def test_twenty_rows_are_taken_and_a_thousand_are_not(client, practice):
    many = [{"id": "", "title": f"Шаг {number}", "text": ""} for number in range(20)]
    send(client, practice, "steps", rows("steps", *many))
    assert len(titles(practice)) == 20
    answer = send(client, practice, "steps", {**rows("steps", *many), "steps-TOTAL_FORMS": "100000"})
    assert answer.status_code == 200
    assert len(titles(practice)) == 20


@pytest.mark.parametrize("damaged", [
    {"steps-TOTAL_FORMS": "x"}, {"steps-TOTAL_FORMS": ""}, {"steps-TOTAL_FORMS": "-1"}, {"steps-INITIAL_FORMS": "zz"},
    {"steps-0-id": "abc"}, {"steps-0-id": "9" * 30},
])
def test_damaged_set_of_rows_changes_nothing(client, practice, damaged):
    data = {**rows("steps", {"id": "", "title": "Раз", "text": ""}), **damaged}
    answer = send(client, practice, "steps", data)
    assert answer.status_code in (200, 302)
    assert titles(practice) in (["Собрать сход"], ["Раз"])


def test_page_of_rows_sent_without_its_rows_changes_nothing(client, practice):
    assert send(client, practice, "steps").status_code == 200
    assert titles(practice) == ["Собрать сход"]


def test_row_of_another_persons_practice_is_not_taken(client, practice):
    foreign = factories.draft(factories.person("other"), step="Чужой").steps.get()
    send(client, practice, "steps", rows("steps", {"id": foreign.pk, "title": "Моё", "text": ""}, known=1))
    foreign.refresh_from_db()
    assert (foreign.title_ru, foreign.practice_id != practice.pk) == ("Чужой", True)
    assert titles(practice) == ["Моё"]


def figure(**fields):
    return {"id": "", "name": "Фонари", "unit": "штук", "before": "", "after": "", **fields}


def test_figures_are_kept_as_people_write_them(client, practice):
    send(client, practice, "results", rows("results", figure(before="0", after="1 250,5"), figure(after="-0,5")))
    kept = [(str(row.before), str(row.after)) for row in practice.indicators.all()]
    assert kept == [("0.000", "1250.500"), ("None", "-0.500")]
    html = client.get(address(practice, "results")).content.decode()
    assert 'value="1 250,5"' in html and 'value="-0,5"' in html and 'value="0"' in html


@pytest.mark.parametrize(("row", "wrong"), [
    (figure(), "0-after"), (figure(name="", unit=""), None), (figure(name="", after="1"), "0-name"),
    (figure(name=""), "0-after"), (figure(after="много"), "0-after"), (figure(before="9" * 20), "0-before"),
    (figure(after="1,2345"), "0-after"),
])
def test_half_a_figure_comes_back(client, practice, row, wrong):
    answer = send(client, practice, "results", rows("results", row))
    if wrong is None:
        assert answer.status_code == 302
    else:
        assert answer.status_code == 200
        assert wrong in errors(answer)
    assert not practice.indicators.exists()


def test_sources_are_links_of_the_web(client, practice):
    send(client, practice, "sources", rows(
        "sources", {"id": "", "title": "Отчёт", "url": "example.kg/отчёт"}, {"id": "", "title": "Газета", "url": ""},
    ))
    assert list(practice.sources.values_list("title_ru", "url")) == [
        ("Отчёт", "https://example.kg/отчёт"), ("Газета", "")
    ]


@pytest.mark.parametrize("url", [
    "javascript:alert(1)", "data:text/html,x", "ftp://example.kg/", "file:///etc/passwd", "http://", "x y",
    "https://example.kg/" + "a" * 500, "vbscript:x", "//\x00",
])
def test_address_that_is_no_web_address_comes_back(client, practice, url):
    answer = send(client, practice, "sources", rows("sources", {"id": "", "title": "Отчёт", "url": url}))
    assert errors(answer) == {"0-url"}
    assert not practice.sources.exists()


# --- nothing is lost ------------------------------------------------------------------------------


def test_unfinished_page_is_kept_as_a_draft(client, practice):
    answer = send(client, practice, "essence", title="", summary="Начало", kind="", draft="1")
    assert answer["Location"] == "/ru/practices/mine/"
    kept = fresh(practice)
    assert (kept.title_ru, kept.summary_ru) == ("", "Начало")
    assert kept.kind == practice.kind, "a kind is always one of the three"


def test_text_too_long_is_kept_on_the_page_even_as_a_draft(client, practice):
    answer = send(client, practice, "story", problem="Ң" * 10_001, solution="", draft="1")
    assert answer.status_code == 200
    assert "Ң" * 10_001 in answer.content.decode()


def test_autosave_keeps_the_text_and_tells_the_new_revision(client, practice):
    answer = send(client, practice, "story", problem="Пишу", solution="", headers=AUTOSAVE)
    assert answer.status_code == 204
    assert answer["X-Revision"] == str(fresh(practice).revision)
    assert (fresh(practice).problem_ru, fresh(practice).solution_ru) == ("Пишу", "")
    again = send(client, practice, "story", problem="Пишу ещё", seen=answer["X-Revision"], headers=AUTOSAVE)
    assert again.status_code == 204


def test_autosave_of_a_stale_tab_is_refused_quietly(client, practice):
    stale = practice.revision
    send(client, practice, "story", problem="Новее", solution="Да")
    answer = send(client, practice, "story", problem="Старее", solution="Нет", seen=stale, headers=AUTOSAVE)
    assert answer.status_code == 409
    assert answer.content == b""
    assert fresh(practice).problem_ru == "Новее"


def test_autosave_of_what_cannot_be_kept_says_so(client, practice):
    answer = send(client, practice, "story", problem="Ң" * 10_001, headers=AUTOSAVE)
    assert answer.status_code == 422


def test_autosave_of_a_text_already_sent_is_refused_quietly(client, practice):
    factories.do("submit", practice)
    answer = send(client, practice, "story", problem="Поздно", headers=AUTOSAVE)
    assert answer.status_code == 409


def test_autosave_keeps_rows_without_doubling_them(client, practice):
    given = rows("steps", {"id": "", "title": "Раз", "text": ""}, {"id": "", "title": "Два", "text": ""})
    for _time in range(3):
        assert send(client, practice, "steps", given, headers=AUTOSAVE).status_code == 204
    send(client, practice, "steps", given)
    assert titles(practice) == ["Раз", "Два"]


@pytest.mark.parametrize("seen", ["0", "1", "99999", "9" * 30, "", "x", "-5"])
def test_revision_never_seen_writes_nothing(client, practice, seen):
    send(client, practice, "story", problem="А", solution="Б")
    answer = send(client, practice, "story", problem="В", solution="Г", seen=seen)
    assert answer.status_code in (200, 409)
    assert fresh(practice).problem_ru == "А"


def test_stale_tab_shows_what_was_typed_and_the_second_press_saves_it(client, practice):
    stale = practice.revision
    send(client, practice, "story", problem="Из другой вкладки", solution="Да")
    answer = send(client, practice, "story", problem="Из этой & вкладки", solution="Тоже", seen=stale)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Из этой &amp; вкладки" in html
    assert fresh(practice).problem_ru == "Из другой вкладки"
    revision = re.search(r'name="revision" value="(\d+)"', html)[1]
    send(client, practice, "story", problem="Из этой & вкладки", solution="Тоже", seen=revision)
    assert fresh(practice).problem_ru == "Из этой & вкладки"


def test_stale_tab_of_rows_shows_what_was_typed(client, practice):
    stale = practice.revision
    send(client, practice, "steps", rows("steps", {"id": "", "title": "Другая", "text": ""}))
    mine = rows("steps", {"id": "", "title": "Моя строка", "text": ""})
    answer = send(client, practice, "steps", mine, seen=stale)
    assert answer.status_code == 409
    assert 'value="Моя строка"' in answer.content.decode()
    assert titles(practice) == ["Другая"]


def test_change_from_the_check_leads_back_to_it(client, practice):
    page = client.get(address(practice, "essence") + "?from=check")
    assert 'name="to_check"' in page.content.decode()
    answer = send(client, practice, "essence", ESSENCE, to_check="1", query="?from=check")
    assert answer["Location"] == address(practice, "check")


def test_what_the_person_may_not_write_is_passed_over(client, practice):
    other = factories.person("other")
    send(
        client, practice, "essence", ESSENCE, status="published", author=other.pk, published_at="2020-01-01",
        title_ky="Тайком", slug="x", withdrawal="cause", id=1, form_key="x", problem="Не с этой страницы",
    )
    kept = fresh(practice)
    assert (kept.status, kept.author, kept.published_at, kept.withdrawal) == ("draft", practice.author, None, "")
    assert not kept.title_ky and kept.problem_ru == practice.problem_ru
    assert kept.title_ru == ESSENCE["title"]


def test_same_field_twice_is_the_last(client, practice):
    answer = client.post(address(practice, "story"), {
        "revision": practice.revision, "problem": ["Первое", "Второе"], "solution": "Да"
    })
    assert answer.status_code == 302
    assert fresh(practice).problem_ru == "Второе"


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_body_that_is_no_form_gives_the_form_again(client, practice, content_type):
    answer = client.post(address(practice, "story"), data=b'{"problem": "x"}', content_type=content_type)
    assert answer.status_code in (200, 400, 409)
    assert fresh(practice).problem_ru == practice.problem_ru


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_author_writes_in_the_language_of_the_draft_whatever_the_page_speaks(client, author, language):
    draft = factories.draft(author, language="ky", title_ky="Суу", summary_ky="Кыскача")
    send(client, draft, "essence", ESSENCE, language=language)
    kept = fresh(draft)
    assert (kept.title_ky, kept.title_ru) == (ESSENCE["title"], draft.title_ru)
