from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from publishing.fields import Figure, PlainParagraphs, PlainText


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=3))
def test_figure_shown_again_is_the_same_figure(value):
    field = Figure(max_digits=17, decimal_places=3)
    assert field.clean(field.prepare_value(value)) == value


@pytest.mark.parametrize(("value", "shown"), [
    (Decimal("1250000.00"), "1 250 000"), (Decimal("12.50"), "12,5"), (Decimal("-0.50"), "-0,5"), (Decimal("0"), "0"),
    ("как набрано", "как набрано"), (None, None),
])
def test_figure_is_shown_as_people_write_it(value, shown):
    assert Figure().prepare_value(value) == shown


@pytest.mark.parametrize("typed", ["1 250 000", "1\u00a0250\u202f000", " 1250000 ", "1250000.0", "1250000,00"])
def test_same_figure_typed_otherwise_is_no_change(typed):
    assert not Figure().has_changed(Decimal("1250000.00"), typed)


def test_other_figure_is_a_change():
    assert Figure().has_changed(Decimal("1250000.00"), "1 250 001")
    assert Figure().has_changed(Decimal("0.5"), "-0,5")


@given(st.text(max_size=60))
def test_line_is_one_line_and_cleaning_it_again_changes_nothing(text):
    field = PlainText(required=False)
    line = field.clean(text)
    assert len(line.splitlines()) <= 1
    assert field.clean(line) == line


@pytest.mark.parametrize("typed", ["Раз\r\nДва", "Раз\nДва", "Раз\tДва", "Раз\rДва", "Раз\u2028Два"])
def test_breaks_in_a_line_become_spaces(typed):
    assert PlainText().clean(typed) == "Раз Два"


def test_paragraphs_stay_paragraphs():
    assert PlainParagraphs().clean(" Раз\r\n\r\nДва\x00\u200b ") == "Раз\n\nДва"


@pytest.mark.parametrize("field", [PlainText(), PlainParagraphs()])
@pytest.mark.parametrize("typed", ["", " ", "\u200b", "\x00", "\u3164\u2060"])
def test_text_of_invisible_characters_is_empty(field, typed):
    with pytest.raises(forms.ValidationError):
        field.clean(typed)
