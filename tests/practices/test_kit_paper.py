"""The pages for paper: the print set and the sheet for the gathering, and the message that is sent on."""

import re
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from practices.kit.qr import qr_picture
from practices.kit.sheet import MOST_STEPS
from tests import factories
from tests.practices import illustrated

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>{{ settings.SECRET_KEY }}"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page(client, practice, name="sheet", language="ru", **options):
    answer = client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/{name}/", **options)
    assert answer.status_code == 200
    return answer.content.decode()


def told(steps=3, **fields):
    texts = {"contact_post_ru": "Глава айыл окмоту", "cost_total": 1_250_000}
    practice = factories.draft(step=None, **{**texts, **fields})
    for number in range(1, steps + 1):
        names = {"title_ru": f"Шаг номер {number}", "title_ky": f"{number}-кадам"}
        practice.steps.create(position=number, text_ru="Как.", **names)
    practice.indicators.create(name_ru="Охват водой", unit_ru="%", before=40, after=Decimal("97.5"))
    for verb in factories.WAYS["published"]:
        factories.do(verb, practice)
    return practice


# --- the sheet ------------------------------------------------------------------------------------


def test_sheet_tells_what_a_gathering_wants_to_know(client):
    practice = told()
    html = page(client, practice)
    for text in (practice.title_ru, practice.summary_ru, "Шаг номер 3", "1\xa0250\xa0000\xa0сом", "40 → 97,5",
                 "Глава айыл окмоту", f"http://testserver/ru/practices/{practice.pk}-", "data:image/svg+xml,"):
        assert text in html
    assert " " not in re.search(r'"(data:image/svg[^"]*)"', html)[1]


@pytest.mark.parametrize(("steps", "shown", "more"), [(1, 1, False), (MOST_STEPS, 6, False), (MOST_STEPS + 3, 6, True)])
def test_sheet_has_six_steps_at_most_and_says_that_there_are_more(client, steps, shown, more):
    html = page(client, told(steps))
    assert html.count("Шаг номер") == shown
    assert ("Ещё 3 шага" in html) == more


def test_sheet_speaks_kyrgyz_and_marks_what_is_only_russian(client):
    practice = told(title_ky="Үч көчөдөгү жарык")
    html = page(client, practice, language="ky")
    assert '<html lang="ky"' in html
    assert "<h1>Үч көчөдөгү жарык</h1>" in html and "1-кадам" in html
    assert '<p class="gives" lang="ru">' in html
    assert f"/ky/practices/{practice.pk}-" in html


def test_step_without_a_name_is_told_by_its_first_sentence(client):
    practice = factories.draft(step=None)
    practice.steps.create(position=1, text_ru="Соберите сход. Потом ещё " + "много слов " * 30)
    practice.steps.create(position=2, title_ru="Второй")
    assert "<li>Соберите сход.</li>" in page_of_author(client, practice)


def page_of_author(client, practice, name="sheet"):
    client.force_login(practice.author)
    return page(client, practice, name)


def test_long_texts_are_cut_at_the_end_of_a_sentence(client):
    practice = told(summary_ru="Первое предложение. " * 19, title_ru="Очень длинное название " * 8)
    html = page(client, practice)
    gives = re.search(r'<p class="gives">([^<]+)</p>', html)[1]
    assert gives.endswith("предложение.") and len(gives) <= 240
    assert re.search(r"<h1>([^<]+)</h1>", html)[1].endswith("…")


@pytest.mark.parametrize("name", ["sheet", "print"])
def test_words_on_paper_are_only_words(client, name):
    texts = ("title", "summary", "problem", "contact_post", "place_note")
    practice = factories.draft(step=HOSTILE, **{f"{field}_ru": HOSTILE for field in texts})
    practice.indicators.create(name_ru=HOSTILE, after=1)
    html = page_of_author(client, practice, name)
    assert "<script>alert" not in html and HOSTILE in unescape(html)


@pytest.mark.parametrize("name", ["sheet", "print"])
def test_paper_has_a_page_with_nothing_but_its_words(client, name):
    html = page(client, told(), name)
    assert html.count("<h1") == 1 and 'content="noindex"' in html and "csrf" not in html
    assert "style=" not in html.replace("stylesheet", "")


@pytest.mark.parametrize("name", ["sheet", "print"])
def test_paper_asks_the_database_little(client, name, django_assert_max_num_queries):
    practice = told(steps=9)
    page(client, practice, name)
    with django_assert_max_num_queries(4):
        page(client, practice, name)


# --- the QR code ----------------------------------------------------------------------------------


def test_qr_code_is_square_sharp_and_small():
    picture = unquote(qr_picture("https://portal.example/ky/practices/17-kyzyl-suu-tazalyk/")).partition(",")[2]
    size = int(re.search(r"viewBox='0 0 (\d+) \d+'", picture)[1])
    assert 29 <= size <= 53 and len(picture) < 12_000
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1", picture)
    assert all(4 <= int(x) and int(x) + int(length) <= size - 4 for x, _y, length in runs)


def test_qr_code_is_drawn_as_the_library_says():
    picture = unquote(qr_picture("https://portal.example/"))
    dark = {(int(x) + step, int(y)) for x, y, length in re.findall(r"M(\d+),(\d+)h(\d+)v1", picture)
            for step in range(int(length))}
    # The three corners by which a telephone finds the code.
    size = int(re.search(r"viewBox='0 0 (\d+)", picture)[1])
    for left, top in ((4, 4), (size - 11, 4), (4, size - 11)):
        assert {(left + step, top) for step in range(7)} <= dark
        assert (left + 1, top + 1) not in dark and (left + 3, top + 3) in dark


# --- the print set --------------------------------------------------------------------------------


def test_print_set_has_boxes_to_tick_and_room_for_own_figures(client):
    practice = told(steps=4)
    practice.fundings.create(position=1, payer="local", note_ru="Трубы", amount=600_000)
    html = page(client, practice, "print")
    assert '<ol class="ticks">' in html and html.count('class="by-hand"') == 4
    assert "Трубы" in html and "600\xa0000" in html and "650\xa0000" in html and "1\xa0250\xa0000" in html
    for text in (practice.problem_ru, practice.solution_ru, "Охват водой"):
        assert text in html


def test_print_set_of_a_reader_who_saves_data_waits_with_pictures(client):
    practice, _picture = illustrated.with_picture()
    assert "size=small" in page(client, practice, "print")
    saving = page(client, practice, "print", headers={"save-data": "on"})
    assert "size=small" not in saving and "?pictures=1#pictures" in saving


# --- the message ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_page_sends_the_practice_on_in_700_characters(client, language):
    practice = told(steps=12, summary_ru="Очень длинное предложение о деле. " * 11)
    html = client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/").content.decode()
    sent = parse_qs(urlsplit(unescape(re.search(r'href="(https://wa\.me/[^"]+)"', html)[1])).query)["text"][0]
    shown = unescape(re.search(r"<textarea[^>]*readonly[^>]*>([^<]*)</textarea>", html)[1])
    assert sent == shown
    assert len(sent) <= 700
    assert sent.startswith(practice.title_ru)
    assert sent.endswith(f"http://testserver/{language}/practices/{practice.pk}-{practice.slug}/")
    assert "1. " in sent and "1\xa0250\xa0000\xa0сом" in sent


def test_page_offers_what_can_be_taken_along(client):
    practice = told()
    address = f"/ru/practices/{practice.pk}-{practice.slug}/"
    html = client.get(address).content.decode()
    for name in ("kit.zip", "print/", "sheet/"):
        assert f'href="{address}{name}"' in html
