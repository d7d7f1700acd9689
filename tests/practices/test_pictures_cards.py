"""The card that a messenger shows with a link."""

import io
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from PIL import Image

from practices.models import Practice
from practices.pictures.card import Card, drawable, drawn, words_for, wrapped
from practices.pictures.card import _font as font_of
from practices.pictures.periodic import draw_cards, forget_cards_of_the_withdrawn
from tests import factories

pytestmark = pytest.mark.django_db
LONG = "Ңү" * 60 + " жана дагы көп сөз " * 30


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def address_on(client, practice, language="ru"):
    html = client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/").content.decode()
    found = re.search(r'<meta property="og:image" content="http://testserver([^"]+)">', html)
    return found and found[1].replace("&amp;", "&")


def stored():
    if not default_storage.exists("cards"):
        return set()
    return {f"{folder}/{name}" for folder in default_storage.listdir("cards")[0]
            for name in default_storage.listdir(f"cards/{folder}")[1]}


def content_of(answer):
    return answer.getvalue() if answer.streaming else answer.content


# --- drawing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [
    Card("Портал", "Свет"),
    Card("ЖӨБдүн мыкты тажрыйба порталы", "Беш аймак таштандыны чогуу чыгарат", "Ысык-Көл", ("Тажрыйба", "2023")),
    Card(LONG, LONG, LONG, (LONG, "2023", LONG)),
    Card("", "", "", ()),
    Card("Портал", "😀😀😀 中文 \x00\u202e", "é", ("😀",)),
])
def test_card_is_light_and_of_the_size_that_messengers_want(words):
    content = drawn(words)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(content) < 100_000


def test_every_letter_of_both_languages_is_in_the_fonts():
    letters = "АБВГДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ"
    for weight in ("regular", "bold"):
        font = font_of(weight, 40)
        nothing = bytes(font.getmask("\uffff"))
        drawn_letters = {letter: bytes(font.getmask(letter)) for letter in letters + letters.lower()}
        assert nothing not in drawn_letters.values()
        assert len(set(drawn_letters.values())) == len(drawn_letters)


@pytest.mark.parametrize(("text", "shown"), [
    ("Өзгөн — Ысык-Көл № 5", "Өзгөн — Ысык-Көл № 5"), ("café", "cafe"), ("a😀b", "ab"), ("\u202eабв", "абв"),
    ("中", ""),
])
def test_what_the_fonts_lack_is_left_out(text, shown):
    assert drawable(text) == shown


def test_lines_are_as_wide_as_the_card_at_most():
    font = font_of("bold", 48)
    lines = wrapped(LONG, font, 1072)
    assert max(map(font.getlength, lines)) <= 1072
    assert "".join(lines).replace(" ", "") == LONG.replace(" ", "")


def test_card_of_a_practice_tells_its_kind_years_cost_and_repeats():
    practice = factories.practice("published", year_from=2019, cost_total=1_250_000)
    practice.repeats = 3
    with translation.override("ru"):
        words = words_for(practice)
    assert words.title == practice.title_ru and words.place == "Три села"
    assert {"2019", "1\xa0250\xa0000\xa0сом"} < set(words.marks)
    assert any("3" in mark for mark in words.marks)


# --- on the page ----------------------------------------------------------------------------------


def test_page_names_its_card_with_size_and_words(client):
    practice = factories.practice("published")
    html = client.get(f"/ru/practices/{practice.pk}-{practice.slug}/").content.decode()
    assert 'property="og:image:width" content="1200"' in html and 'property="og:image:height" content="630"' in html
    assert f'property="og:image:alt" content="{practice.title_ru}"' in html
    assert address_on(client, practice).startswith(f"/ru/practices/{practice.pk}/card.png?v=")


@pytest.mark.parametrize("path", ["/ru/", "/ru/practices/", "/ky/"])
def test_other_pages_have_the_card_of_the_portal(client, path):
    html = client.get(path).content.decode()
    language = path[1:3]
    assert f'<meta property="og:image" content="http://testserver/static/card-{language}.png">' in html


@pytest.mark.parametrize("status", ["draft", "withdrawn", "archived"])
def test_text_that_is_not_published_has_no_card(client, status):
    practice = factories.practice(status)
    client.force_login(practice.author)
    assert address_on(client, practice) is None
    assert client.get(f"/ru/practices/{practice.pk}/card.png").status_code == 404


def test_card_is_drawn_once_and_kept_a_year(client):
    practice = factories.practice("published")
    address = address_on(client, practice)
    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert "max-age=31536000" in first["Cache-Control"]
    assert len(stored()) == 1
    assert content_of(client.get(address)) == content_of(first)
    assert len(stored()) == 1


@pytest.mark.parametrize("query", ["", "?v=old", "?v="])
def test_old_address_shows_the_card_of_today_for_a_short_while(client, query):
    practice = factories.practice("published")
    answer = client.get(f"/ru/practices/{practice.pk}/card.png{query}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=300"


def test_each_language_has_its_own_and_a_new_title_a_new_one(client):
    practice = factories.practice("published", title_ky="Жарык")
    addresses = {language: address_on(client, practice, language) for language in ("ru", "ky")}
    pictures = {content_of(client.get(address)) for address in addresses.values()}
    assert len(pictures) == 2 and len(stored()) == 2
    Practice.objects.filter(pk=practice.pk).update(title_ru="Новое название")
    renewed = address_on(client, practice)
    assert renewed != addresses["ru"]
    assert content_of(client.get(renewed)) not in pictures
    assert len(stored()) == 2


def test_reader_who_asks_while_it_is_drawn_gets_the_card_of_the_portal(client, monkeypatch):
    practice = factories.practice("published")
    monkeypatch.setattr("practices.pictures.cards.cache.add", lambda *_arguments: False)
    answer = client.get(address_on(client, practice))
    assert (answer.status_code, answer["Location"]) == (302, "/static/card-ru.png")
    assert stored() == set()


def test_worker_draws_what_was_published_lately_and_nothing_twice(monkeypatch):
    practice, old = factories.practice("published"), factories.practice("published", title_ru="Старая")
    factories.practice("draft")
    Practice.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=1))
    draw_cards()
    assert {name.partition("-")[0] for name in stored()} == {f"{practice.pk}/ru", f"{practice.pk}/ky"}
    monkeypatch.setattr("practices.pictures.cards.drawn", pytest.fail)
    draw_cards()


def test_card_of_the_worker_is_the_one_that_the_page_names(client):
    naryn = factories.territory("naryn", "oblast")
    practice = factories.practice(
        "published", territories=[factories.territory("at-bashy", "district", naryn)], cost_total=5, year_to=2020
    )
    draw_cards()
    version = address_on(client, practice).rpartition("v=")[2]
    assert f"{practice.pk}/ru-{version}.png" in stored()


def test_cards_of_withdrawn_texts_are_forgotten(client):
    practice, other = factories.practice("published"), factories.practice("published", title_ru="Другая")
    draw_cards()
    factories.do("withdraw", practice)
    forget_cards_of_the_withdrawn()
    assert {name.partition("/")[0] for name in stored()} == {str(other.pk)}
    forget_cards_of_the_withdrawn()
