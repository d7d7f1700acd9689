"""A reader with a telephone, or with letters made larger, sees the whole page and what a press has changed."""

import re

import pytest
from django.utils.translation import gettext
from playwright.sync_api import expect

from portal.appearance import COOKIE
from tests.browser.test_reading import overflow

PHONE = {"viewport": {"width": 360, "height": 740}}
READERS = ["/", "/practices/?topic=water&q=%D1%81%D1%83%D1%83", "/practices/", "{longest}", "/account/signup/"]
WRITERS = ["/practices/submit/", "/practices/{draft}/write/place/", "/practices/{draft}/write/steps/"]


def enlarge(page, portal, size):
    """Choose the size of letters as the settings of view do."""
    page.context.add_cookies([{"name": COOKIE, "value": f"{size}.auto", "url": portal.url}])


def open_all(page):
    page.locator("main details").evaluate_all("all => all.forEach(details => { details.open = true; })")


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("size", ["usual", "text-150", "text-200"])
def test_every_size_of_letters_fits_a_telephone(look, portal, language, longest, size, width):
    wider = {}
    for role, paths in {"anonymous": READERS, "author": WRITERS}.items():
        page = look(role, viewport={"width": width, "height": 740})
        enlarge(page, portal, size)
        for path in paths:
            path = path.format(longest=longest, draft=portal.texts["draft"].pk)
            page.goto(f"/{language}{path}")
            expect(page.locator("html")).to_have_class("" if size == "usual" else size)
            open_all(page)
            wider[path] = overflow(page)
    assert {path: pixels for path, pixels in wider.items() if pixels > 0} == {}


def test_steps_keep_most_of_the_width_in_large_letters(look, portal, language, longest):
    page = look(**PHONE)
    for size in ("usual", "text-150", "text-200"):
        enlarge(page, portal, size)
        page.goto(f"/{language}{longest}")
        text, whole = (page.locator(part).first.bounding_box() for part in (".steps > li > div", ".steps"))
        assert text["width"] > whole["width"] * 0.75, size


def test_filter_and_page_open_at_the_results(look, language):
    page = look(**PHONE)
    page.goto(f"/{language}/practices/")
    expect(page.locator("main .lead")).to_be_visible()
    page.locator(".pages a[rel=next]").click()
    expect(page).to_have_url(re.compile(r"page=2#results$"))
    expect(page.locator(".results h3").first).to_be_in_viewport()
    page.get_by_text(gettext("Search and filters")).click()
    page.locator("input[name=topic]").first.check()
    page.locator("form#filters button").first.click()
    expect(page).to_have_url(re.compile(r"topic=.*#results$"))
    expect(page.locator("#results")).to_be_in_viewport(ratio=1)
    expect(page.locator(".results h3").first).to_be_in_viewport()
    expect(page.locator("main .lead")).to_have_count(0)


def test_chosen_topic_without_practices_has_no_number(look, language):
    page = look()
    page.goto(f"/{language}/practices/?topic=water&q=%D1%8A%D1%8A%D1%8A")
    chosen = page.locator("li", has=page.locator("input[name=topic]:checked"))
    expect(chosen).to_have_count(1)
    expect(chosen.locator(".count")).to_have_count(0)


@pytest.mark.parametrize("path", ["signup", "login"])
def test_password_is_shown_on_a_press_and_leaves_as_a_password(look, language, path):
    page = look()
    page.goto(f"/{language}/account/{path}/")
    field = page.locator("[autocomplete*=password]").first
    expect(field).to_have_attribute("type", "password")
    page.get_by_role("button", name=gettext("Show the password")).click()
    expect(field).to_have_attribute("type", "text")
    page.evaluate("document.querySelector('[data-reveal]').form.onsubmit()")
    expect(field).to_have_attribute("type", "password")


def test_password_has_no_idle_button_without_a_script(look, language):
    page = look(java_script_enabled=False)
    page.goto(f"/{language}/account/login/")
    expect(page.locator("[data-reveal]")).to_be_hidden()


def test_member_finds_the_own_practices_in_the_header(look, language):
    page = look("author")
    page.goto(f"/{language}/")
    page.get_by_role("navigation", name=gettext("Account")).get_by_role("link", name=gettext("My practices")).click()
    expect(page).to_have_url(re.compile(rf"/{language}/practices/mine/$"))


def test_only_a_published_practice_is_offered_for_sharing(look, portal, language, longest):
    page = look("author")
    page.goto(portal.texts["draft"].get_absolute_url())
    expect(page.locator(".sheet")).to_be_visible()
    expect(page.locator("#share")).to_have_count(0)
    page.goto(f"/{language}{longest}")
    expect(page.locator("#share")).to_be_visible()


def test_removed_page_leads_on(look, portal, language):
    page = look()
    assert page.goto(portal.texts["gone"].get_absolute_url()).status == 410
    expect(page.locator("main")).not_to_contain_text("..")
    expect(page.locator("main .actions a")).to_have_count(3)


def test_workplace_of_curators_has_the_letters_of_the_portal(look):
    page = look("curator")
    page.goto("/admin/")
    fonts = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(font => font.family + font.status))")
    assert any("Golos Portal" in font and "unloaded" not in font for font in fonts)
