"""The sheet fits one page whatever stands on it; pictures come when they are looked at, and wait on request."""

import re
from decimal import Decimal
from functools import partial

import pytest
from django.utils import translation
from playwright.sync_api import expect

from practices.kit.documents import sheet_file
from practices.models import Practice
from practices.pictures.making import make_missing
from practices.reading import for_reading, unpack
from tests.threads import at_once

PHONE = {"viewport": {"width": 360, "height": 740}}
WORD = "Ыңгайлаштырылгандыктан "


def pages_of(page):
    """How many pages the browser would print."""
    page.evaluate("document.fonts.ready")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


def is_whole(page):
    """Whether nothing on the sheet is cut off when it is printed."""
    page.emulate_media(media="print")
    return page.locator(".a4-body").evaluate("body => body.scrollHeight <= body.clientHeight")


def fullest(practice, steps):
    """The practice with as much of everything as its fields take."""
    for language in ("ky", "ru"):
        setattr(practice, f"title_{language}", (WORD * 20)[:200].strip())
        setattr(practice, f"summary_{language}", (WORD * 20)[:399] + ".")
        setattr(practice, f"contact_post_{language}", (WORD * 10)[:200].strip())
        setattr(practice, f"place_note_{language}", (WORD * 20)[:400].strip())
    practice.cost_total = Decimal("999999999999.99")
    practice.territories.clear()
    practice.save()
    practice.steps.all().delete()
    for number in range(steps):
        practice.steps.create(position=number, title_ky=(WORD * 10)[:200].strip(), text_ky=WORD * 50)
        practice.indicators.create(
            position=number, name_ky=(WORD * 10)[:200].strip(), unit_ky=WORD * 2, before=Decimal("1e12"), after=1
        )
    return practice


def test_every_sheet_of_the_demonstration_is_one_whole_page(look, language):
    page = look()
    for practice in Practice.objects.published():
        path = f"/{language}/practices/{practice.pk}-{practice.slug}/sheet/"
        page.goto(path)
        assert pages_of(page) == 1, path
        assert is_whole(page), path


@pytest.mark.parametrize("steps", [1, 3, 5, 9])
def test_fullest_sheet_of_a_kit_is_one_page_with_its_foot(look, portal, steps):
    practice = fullest(portal.texts["draft"], steps)
    page = look()
    with translation.override("ky"):
        page.set_content(sheet_file(unpack(for_reading().get(pk=practice.pk))).decode())
    assert pages_of(page) == 1
    assert is_whole(page)
    foot = page.locator(".a4-foot").bounding_box()
    sheet = page.locator(".a4").bounding_box()
    assert foot["y"] + foot["height"] <= sheet["y"] + sheet["height"] + 1


def test_print_set_fits_the_paper_and_the_telephone(look, portal, language, longest):
    page = look(**PHONE)
    page.goto(f"/{language}{longest}print/")
    assert pages_of(page) >= 2
    for name in ("print", "sheet"):
        page.goto(f"/{language}{longest}{name}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        expect(page.locator(".bar button")).to_be_visible()


def test_pictures_come_when_they_are_looked_at_and_wait_for_who_saves_data(look, language):
    practice = Practice.objects.published().filter(attachments__kind="picture").distinct().first()
    # In a thread of its own, so that the server sees them.
    at_once([partial(make_missing, picture) for picture in practice.attachments.all()])
    path = f"/{language}/practices/{practice.pk}-{practice.slug}/"
    page, fetched = look(**PHONE), []
    page.on("request", lambda request: fetched.append(request.url) if "/practices/files/" in request.url else None)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert fetched == []
    page.locator("#pictures").scroll_into_view_if_needed()
    expect(page.locator(".gallery img").first).to_have_js_property("complete", True)
    assert fetched and all(re.search(r"/360\.avif$", url) for url in fetched)
    saving = look(**PHONE, extra_http_headers={"Save-Data": "on"})
    saving.goto(path)
    expect(saving.locator(".gallery")).to_have_count(0)
    saving.locator("#pictures + p a").click()
    expect(saving.locator(".gallery img").first).to_be_visible()
