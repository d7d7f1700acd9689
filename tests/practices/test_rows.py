"""Sets of rows: steps, results in figures, sources."""

import pytest

from tests import factories
from tests.practices.writing import address, errors, rows, send, titles

pytestmark = pytest.mark.django_db


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
    assert answer["Location"] == address(practice, "steps") + "?more=1"
    assert len(titles(practice)) == 3
    forms = client.get(answer["Location"]).context["form"].row_set.forms
    assert len(forms) == 6
    assert not forms[3].initial
    assert "autofocus" in str(forms[3]["title"])
    assert len(client.get(address(practice, "steps")).context["form"].row_set.forms) == 4


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


@pytest.mark.parametrize("url", ["x y", "javascript:alert(1)", "http://"])
def test_wrong_address_is_told_once_and_without_jargon(client, practice, url):
    answer = send(client, practice, "sources", rows("sources", {"id": "", "title": "Отчёт", "url": url}))
    [sentence] = answer.context["form"].row_set.forms[0].errors["url"]
    assert "URL" not in sentence and "https://example.kg/" in sentence
