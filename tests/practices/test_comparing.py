"""Practices side by side."""

import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def compare(client, *numbers, language="ru"):
    answer = client.get(f"/{language}/practices/compare/", {"id": numbers})
    assert answer.status_code == 200
    return answer


def columns(answer):
    return [column["practice"].pk for column in answer.context["practices"]]


def line(answer, label):
    return next((line.cells for line in answer.context["lines"] if line.label == label), None)


def test_practices_stand_in_the_order_asked_for(client):
    first, second = factories.published_quickly(2)
    assert columns(compare(client, second.pk, first.pk, second.pk)) == [second.pk, first.pk]


def test_four_stand_side_by_side_and_the_fifth_is_told_of(client):
    numbers = [practice.pk for practice in factories.published_quickly(5)]
    answer = compare(client, *numbers)
    assert columns(answer) == numbers[:4]
    assert answer.context["left_out"]


def test_line_without_any_answer_is_left_out_and_a_missing_answer_is_told(client):
    known = factories.published_quickly(cost_total=250000)[0]
    unknown = factories.published_quickly()[0]
    answer = compare(client, known.pk, unknown.pk)
    assert line(answer, "Стоимость всего") == [["250\xa0000\xa0сом"], []]
    assert line(answer, "Результат") is None
    assert "не указано" in answer.content.decode()


def test_figures_stand_before_and_after(client):
    practice = factories.published_quickly()[0]
    practice.indicators.create(name_ru="Дворы с водой", unit_ru="дворов", before=12, after=240)
    assert line(compare(client, practice.pk), "Результат") == [["Дворы с водой: 12 → 240 дворов"]]


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn", "archived"])
def test_hidden_practice_is_in_no_comparison(client, status):
    shown, hidden = factories.published_quickly()[0], factories.practice(status, title_ru="Скрытая")
    answer = compare(client, shown.pk, hidden.pk)
    assert columns(answer) == [shown.pk]
    assert "Скрытая" not in answer.content.decode()
    assert answer.context["missing"] == 1


@pytest.mark.parametrize("numbers", [[], ["x"], ["-1"], ["²"], ["9" * 40], ["<script>"]])
def test_nothing_chosen_tells_what_to_do(client, numbers):
    assert "/ru/practices/" in compare(client, *numbers).content.decode()


def test_column_is_taken_out_by_a_link(client):
    numbers = [practice.pk for practice in factories.published_quickly(3)]
    page = compare(client, *numbers).content.decode()
    assert f"?id={numbers[0]}&amp;id={numbers[2]}" in page


def test_practice_in_the_other_language_is_marked(client):
    practice = factories.published_quickly(title_ru="Вода", title_ky="")[0]
    page = compare(client, practice.pk, language="ky").content.decode()
    assert re.search(r'<th scope="col" lang="ru">', page)


@pytest.mark.parametrize("number", [1, 4])
def test_comparison_costs_one_query(client, selects, number):
    numbers = [practice.pk for practice in factories.published_quickly(number)]
    with selects(1):
        compare(client, *numbers)


def test_list_offers_to_tick_and_compare(client):
    practice = factories.published_quickly()[0]
    page = client.get("/ru/practices/").content.decode()
    assert f'form="compare" name="id" value="{practice.pk}"' in page
    assert 'id="compare"' in page
