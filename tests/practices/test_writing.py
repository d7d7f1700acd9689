"""Pages of the submission one by one: what is taken, and what is given back."""

import re
from html import unescape

import pytest

from practices.models import Practice
from tests import factories
from tests.practices.writing import ESSENCE, address, errors, fresh, rows, send

pytestmark = pytest.mark.django_db
PAGES = ["essence", "place", "story", "steps", "results", "people", "money", "law", "sources"]


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
@pytest.mark.parametrize("step", [*PAGES, "files", "check"])
def test_every_page_opens_and_is_not_indexed(client, practice, step, language):
    answer = client.get(address(practice, step, language))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'content="noindex"' in html
    assert "None" not in html
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("step", [*PAGES, "files", "check", "sent", "delete", "recall"])
def test_draft_of_somebody_else_does_not_exist(client, author, step):
    foreign = factories.draft(factories.person("other"))
    before = Practice.objects.values().get()
    assert client.get(address(foreign, step)).status_code == (302 if step == "recall" else 404)
    # A draft already deleted answers a second press in the same way.
    assert send(client, foreign, step, ESSENCE).status_code == {"sent": 405, "delete": 302}.get(step, 404)
    assert Practice.objects.values().get() == before


@pytest.mark.parametrize("step", ["essence", "files", "check", "delete"])
def test_number_that_does_not_exist_is_not_found(client, author, step):
    for number in ("999999", "9" * 18):
        middle = "write/" if step == "essence" else ""
        assert client.get(f"/ru/practices/{number}/{middle}{step}/").status_code == 404
    assert client.get("/ru/practices/" + "9" * 40 + "/write/essence/").status_code == 404


@pytest.mark.parametrize("status", ["in_review", "published", "withdrawn", "archived"])
@pytest.mark.parametrize("step", ["essence", "steps", "files", "check"])
def test_text_that_is_out_of_the_authors_hands_leads_to_my_practices(client, author, status, step):
    practice = factories.practice(status, author)
    before = fresh(practice).title_ru, practice.revision
    assert client.get(address(practice, step))["Location"] == "/ru/practices/mine/"
    send(client, practice, step, ESSENCE)
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
    assert send(client, practice, "money", rows("money"), cost_total=typed).status_code == 302
    assert str(fresh(practice).cost_total) == str(kept)


@pytest.mark.parametrize("typed", ["-1", "1e309", "NaN", "Infinity", "1,2,3", "много", "١٢", "9" * 40, "1.234", "0x10"])
def test_sum_that_is_no_sum_comes_back(client, practice, typed):
    answer = send(client, practice, "money", cost_total=typed)
    assert errors(answer) == {"cost_total"}
    assert f'value="{typed}"' in answer.content.decode()


def test_sum_is_shown_again_as_it_was_typed(client, practice):
    send(client, practice, "money", rows("money"), cost_total="1 250 000,5")
    assert 'value="1 250 000,5"' in client.get(address(practice, "money")).content.decode()
