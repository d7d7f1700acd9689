import random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from language.alphabet import KEY_LENGTH, LETTERS, sort_key

IN_ORDER = [
    "2 айыл", "10 айыл", "Zoom", "Айыл", "Ак-Суу", "Акбаш", "Баткен", "Ежик", "Ёлка", "Жалал-Абад", "Нарын",
    "Ноокат", "Ңа", "Ортолук", "Ош", "Өзгөн", "Өнүктүрүү", "Правда", "Талас", "Тоң", "Топ", "Туп", "Түп",
    "Узген", "Үч-Коргон", "Фрунзе", "Ысык-Көл", "Элет", "Юлдуз", "Яблоко",
]


def test_sort_key_gives_the_kyrgyz_order():
    # «Тоң» stands before «Топ» since ң follows н.
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_plain_sorting_would_be_wrong():
    assert sorted(IN_ORDER) != IN_ORDER


def test_sort_key_follows_each_pair_of_letters_of_the_alphabet():
    assert len(LETTERS) == 36
    keys = [sort_key(letter) for letter in LETTERS]
    assert keys == sorted(keys)
    assert len(set(keys)) == 36


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ак-Суу", "ак суу"), ("«Үмүт»", "үмүт"), ("за́мок", "замок"), ("  ОШ ", "ош"), ("№ 7", "007")],
)
def test_sort_key_is_blind_to_case_and_punctuation(one, other):
    assert sort_key(one) == sort_key(other)


def test_sort_key_puts_a_shorter_word_first():
    assert sort_key("Ак") < sort_key("Ак-Суу") < sort_key("Акбаш")


def test_sort_key_orders_numbers_by_value():
    assert sort_key("№ 2") < sort_key("№ 10") < sort_key("№ 100500")


def test_sort_key_puts_other_alphabets_last():
    assert sort_key("яя") < sort_key("日本")
    assert sort_key("éclair") == sort_key("eclair")


@given(st.text(st.characters(), max_size=400))
def test_sort_key_never_raises_and_can_be_stored(text):
    key = sort_key(text)
    assert len(key) <= KEY_LENGTH
    assert "\0" not in key
    key.encode("utf-8")


@given(st.lists(st.text(alphabet=LETTERS + " -1aZ", max_size=20), max_size=20))
def test_order_of_bytes_is_the_order_of_keys(texts):
    keys = [sort_key(text) for text in texts]
    assert sorted(keys) == sorted(keys, key=lambda key: key.encode())


@pytest.mark.django_db
def test_database_sorts_keys_the_same_way():
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT name FROM unnest(%s::text[], %s::text[]) AS t(name, key) ORDER BY key COLLATE "C"',
            [list(reversed(IN_ORDER)), [sort_key(name) for name in reversed(IN_ORDER)]],
        )
        assert [name for (name,) in cursor.fetchall()] == IN_ORDER
