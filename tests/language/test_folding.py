import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.folding import drop_marks, fold, repair

MIXED = st.text(alphabet="аёйөүңсАЁӨҮҢСЪьɵѳacoHIKx-’ 1_\u0301\u0306\u0307İ", max_size=30)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Өнүктүрүү", "онуктуруу"),
        ("онуктуруу", "онуктуруу"),
        ("Жаңы", "жаны"),
        ("ЁЛКА", "елка"),
        ("объект соль", "объект соль"),
        ("за́мок", "замок"),
        ("и\u0306од", "йод"),
    ],
)
def test_fold_makes_spellings_equal(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("Кыргызcтандын", "Кыргызстандын"),
        ("yшунчалык", "ушунчалык"),
        ("Tалас", "Талас"),
        ("кɵл кѳл кӫл", "көл көл көл"),
        ("түӊ", "түң"),
        ("жооптуу кѲлү", "жооптуу кӨлү"),
    ],
)
def test_repair_puts_the_right_letter(typed, repaired):
    assert repair(typed) == repaired


@pytest.mark.parametrize("text", ["KOICAнын", "IT-компаниялар", "UNDP", "ACE", "A4", "iPhone’ду", "Word"])
def test_repair_keeps_genuine_latin(text):
    assert repair(text) == text


def test_drop_marks_keeps_letters_that_carry_them():
    assert drop_marks("йёЙЁ ү́") == "йёЙЁ ү"


@given(st.one_of(MIXED, st.text(st.characters(), max_size=60)))
def test_fold_twice_changes_nothing(text):
    once = fold(text)
    assert fold(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(MIXED)
def test_fold_is_the_same_for_repaired_text(text):
    assert fold(repair(text)) == fold(text)


@given(st.text(alphabet="абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя -", max_size=40))
def test_fold_is_the_same_for_a_keyboard_without_kyrgyz_letters(text):
    lazy = text.translate(str.maketrans("өүңё", "оуне"))
    assert fold(text) == fold(lazy) == lazy
