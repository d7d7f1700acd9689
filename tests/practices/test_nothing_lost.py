"""What was typed is kept: unfinished, saved by itself, from two tabs, with what does not belong there."""

import re

import pytest

from tests import factories
from tests.practices.writing import ESSENCE, address, fresh, rows, send, titles

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


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


def test_text_typed_after_sending_comes_back_to_be_copied(client, practice):
    factories.do("submit", practice)
    answer = send(client, practice, "story", problem="Дописал в старой вкладке", solution="Да")
    assert answer.status_code == 409
    assert "Дописал в старой вкладке" in answer.content.decode()
    assert fresh(practice).problem_ru != "Дописал в старой вкладке"


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
