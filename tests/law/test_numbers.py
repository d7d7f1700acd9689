import pytest

from law.numbers import normal_number, without_signs


@pytest.mark.parametrize(("typed", "kept"), [
    ("№123", "123"), ("№ 123", "123"), ("N 123", "123"), ("N123", "123"), ("No. 123", "123"), ("# 123", "123"),
    ("№\u00a0123", "123"), ("123-ЗРК", "123"), ("№ 123 - зрк", "123"), ("№ N 123", "123"), ("  123 ", "123"),
    ("01-25 / 44", "01-25/44"), ("01–25/44", "01-25/44"), ("40-п", "40-П"), ("5/3", "5/3"), ("", ""), (None, ""),
    ("№", ""), ("12 34", "12 34"),
])
def test_number_is_kept_in_one_spelling(typed, kept):
    assert normal_number(typed) == kept
    assert normal_number(normal_number(typed)) == kept


def test_words_that_are_no_signs_stay():
    assert without_signs("Нарын 2024 номери") == "Нарын 2024 номери"
    assert without_signs("plan 5") == "plan 5"
