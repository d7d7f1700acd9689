"""A visitor finds a practice and reads it: with and without a script, by keys alone, on paper, on a small screen."""

import pytest
from django.utils.translation import gettext, ngettext, pgettext
from playwright.sync_api import expect

WORDS = {"ky": "суу", "ru": "вода"}
SMALL = {"viewport": {"width": 320, "height": 640}}
PLACES = ["/", "/practices/", "{longest}", "/search/?q=%D1%81%D1%83%D1%83", "/pages/accessibility/", "/account/signup/"]


# The spacing of WCAG 1.4.12.
SPACED = """() => {
    const style = document.body.style;
    style.lineHeight = "1.5"; style.letterSpacing = "0.12em"; style.wordSpacing = "0.16em";
}"""


def at(language, path, longest):
    return f"/{language}{path.format(longest=longest)}"


def overflow(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# --- finding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [False, True])
def test_visitor_finds_a_practice_by_words_and_filters(look, portal, language, script):
    page = look(java_script_enabled=script)
    page.goto(f"/{language}/")
    page.locator("#home-q").fill(WORDS[language])
    page.locator("main form[role=search] button").click()
    expect(page.get_by_role("heading", level=1, name=pgettext("page", "Search"))).to_be_visible()
    found = page.locator(".results h3 a")
    expect(found.first).to_be_visible()

    page.get_by_role("navigation", name=gettext("Sections")).get_by_role("link").first.click()
    if not page.locator("#filter-q").is_visible():
        page.get_by_text(gettext("Search and filters")).click()
    topic = page.locator("input[name=topic]").first
    count = int(topic.locator("xpath=ancestor::li").locator(".count").inner_text())
    topic.check()
    page.locator("form#filters button").first.click()
    words = ngettext("%(total)s practice found", "%(total)s practices found", count) % {"total": count}
    expect(page.get_by_role("heading", name=words)).to_be_visible()

    title = page.locator(".results h3 a").first.inner_text()
    page.locator(".results h3 a").first.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_role("heading", name=gettext("How to repeat it"))).to_be_visible()


def test_switch_of_language_stays_on_the_page(look, portal, longest):
    page = look()
    page.goto(f"/ky{longest}")
    page.get_by_role("link", name="Русский").click()
    expect(page).to_have_url(f"{portal.url}/ru{longest}")
    page.goto("/")
    expect(page).to_have_url(f"{portal.url}/ru/")


# --- keys alone -----------------------------------------------------------------------------------------

FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    return {
        tag: element.tagName + "#" + element.id,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def test_keys_alone_reach_everything_with_a_visible_ring(look, language, longest):
    page = look()
    unseen = []
    for path in PLACES:
        page.goto(at(language, path, longest))
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        expect(page.locator(".skip")).to_be_in_viewport()
        for _step in range(25):
            stop = page.evaluate(FOCUSED)
            if "BODY" not in stop["tag"] and not (stop["ring"] and stop["inside"]):
                unseen.append((path, stop))
            page.keyboard.press("Tab")
    assert unseen == []


def test_keys_alone_leave_the_page_at_its_end(look, language):
    page = look()
    page.goto(f"/{language}/account/signup/")
    stops = 0
    while stops < 80:
        page.keyboard.press("Tab")
        stops += 1
        if page.evaluate("document.activeElement === document.body || !document.hasFocus()"):
            break
    assert 10 < stops < 80


def test_skip_link_leads_past_the_header(look, language):
    page = look()
    page.goto(f"/{language}/practices/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


# --- small screens, large letters -----------------------------------------------------------------------


def test_small_screen_needs_no_sideways_scroll(look, language, longest):
    page = look(**SMALL)
    wider = {}
    for path in PLACES:
        page.goto(at(language, path, longest))
        wider[path] = overflow(page)
    assert {path: pixels for path, pixels in wider.items() if pixels > 0} == {}


def test_letters_twice_as_large_need_no_sideways_scroll(look, language, longest):
    page = look()
    wider = {}
    for path in PLACES:
        page.goto(at(language, path, longest))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wider[path] = overflow(page)
        page.evaluate(SPACED)
        wider[path] = max(wider[path], overflow(page))
    assert {path: pixels for path, pixels in wider.items() if pixels > 0} == {}


def test_settings_of_view_work_without_a_script(look, language):
    page = look(java_script_enabled=False)
    page.goto(f"/{language}/view/")
    page.get_by_label(gettext("Twice as large")).check()
    page.get_by_label(gettext("Dark colours")).check()
    page.get_by_role("button", name=gettext("Save"), exact=True).click()
    page.goto(f"/{language}/practices/")
    expect(page.locator("html")).to_have_class("text-200 theme-dark")


# --- colours, paper, letters ----------------------------------------------------------------------------


def test_forced_colours_keep_the_edges_of_buttons(look, language):
    page = look(forced_colors="active")
    page.goto(f"/{language}/practices/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    widths = page.locator("button:visible, a.button:visible").evaluate_all(
        "buttons => buttons.map(button => parseFloat(getComputedStyle(button).borderTopWidth))"
    )
    assert widths and min(widths) >= 1


def test_dark_colours_come_from_the_device(look, language):
    brightness = "() => getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)[0]"
    shades = {}
    for scheme in ("light", "dark"):
        page = look(color_scheme=scheme)
        page.goto(f"/{language}/")
        shades[scheme] = page.evaluate(brightness)
    assert shades["light"] > 200 > 60 > shades["dark"]


def test_paper_shows_the_text_and_no_buttons(look, language, longest, tmp_path):
    page = look()
    page.goto(f"/{language}{longest}")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".steps li").first).to_be_visible()
    for unwanted in (".skip", ".langs", ".top-search", ".foot", "#share"):
        expect(page.locator(unwanted)).to_be_hidden()
    picture = tmp_path / "paper.png"
    page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 20_000
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_own_font_has_the_letters_of_both_languages(look, language):
    page = look()
    page.goto(f"/{language}/")
    letters = page.evaluate("""async () => {
        await document.fonts.ready;
        const ours = [...document.fonts].filter((font) => font.family.includes("Golos Portal"));
        return {
            loaded: ours.some((font) => font.status === "loaded"),
            has: document.fonts.check('16px "Golos Portal"', "ҢңӨөҮүЁёЪъ"),
        };
    }""")
    assert letters == {"loaded": True, "has": True}
    # A letter that is not in the font would be drawn by another one, with another width.
    widths = page.evaluate("""() => {
        const pen = document.createElement("canvas").getContext("2d");
        const width = (font, letter) => { pen.font = `40px ${font}`; return pen.measureText(letter).width; };
        return [..."ҢңӨөҮү"].map((letter) =>
            width('"Golos Portal", monospace', letter) === width('"Golos Portal", serif', letter));
    }""")
    assert widths == [True] * 6
