import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Өзүн-өзү башкаруу", "ozun-ozu-bashkaruu"),
        ("Жаңы үлгү", "jangy-ulgu"),
        ("Чүй", "chui"),
        ("Баш-Кайыңды", "bash-kaiyngdy"),
        ("Хан-Теңири", "han-tengiri"),
        ("Теплоключенка", "teploklyuchenka"),
        ("Щётка, объезд и цирк", "schyotka-obezd-i-tsirk"),
        ("Элдик этикет", "eldik-etiket"),
        ("Постановление № 123-б от 2024 г.", "postanovlenie-123-b-ot-2024-g"),
        ("Résumé 2.0", "resume-2-0"),
        ("Кыргызcтан", "kyrgyzstan"),
    ],
)
def test_slugify_follows_usage(text, slug):
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", "   ", "№ !?", "日本", "\0", "ъь"])
def test_slugify_of_nothing_readable_is_page(text):
    assert slugify(text) == "page"


def test_slugify_cuts_at_a_word():
    slug = slugify("Чистая вода в каждый дом села при участии жителей и айылного кенеша")
    assert slug == "chistaya-voda-v-kajdyi-dom-sela-pri-uchastii-jitelei-i"


def test_slugify_keeps_a_word_that_fits_exactly():
    assert slugify("a" * 60 + " b") == "a" * 60
    assert slugify("ab " * 20 + "c", 5) == "ab-ab"


def test_slugify_cuts_a_word_without_end():
    assert slugify("ы" * 300) == "y" * 60


@given(st.text(st.characters(), max_size=200))
def test_slugify_always_gives_an_address(text):
    slug = slugify(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 60
    assert slugify(slug) == slug
