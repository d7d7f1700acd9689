"""No page breaks a rule that axe knows, in any of its looks."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SIZES = {"wide": {"width": 1280, "height": 720}, "small": {"width": 320, "height": 640}}
# Size of the window and colours of the device.
LOOKS = [("wide", "light"), ("wide", "dark"), ("small", "light")]
READERS = ["/", "/practices/", "{longest}", "/practices/?q=%D1%8A%D1%8A", "/search/?q=%D1%81%D1%83%D1%83", "/view/"]
STRANGERS = ["/account/login/", "/account/signup/", "/account/password/reset/"]
MEMBERS = ["/profile/", "/profile/inbox/", "/practices/mine/", "/practices/submit/"]


def violations(page):
    """What axe finds: the rule and the elements."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def faults_of(page):
    """What axe finds on the open page in each of its looks."""
    faults = {}
    for size, colours in LOOKS:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=colours)
        faults[f"{page.url}, {size}, {colours}"] = violations(page)
    return {where: found for where, found in faults.items() if found}


def faults_on(page, addresses):
    faults = {}
    for address in addresses:
        page.goto(address)
        faults |= faults_of(page)
    return faults


def test_pages_for_everybody(look, language, longest):
    paths = [path.format(longest=longest) for path in READERS + STRANGERS]
    assert faults_on(look(), [f"/{language}{path}" for path in paths]) == {}


def test_pages_of_a_member(look, portal, language):
    draft = portal.texts["draft"].pk
    paths = [*MEMBERS, f"/practices/{draft}/write/steps/", f"/practices/{draft}/check/", f"/practices/{draft}/files/"]
    assert faults_on(look("author"), [f"/{language}{path}" for path in paths]) == {}


def test_form_with_errors(look, portal, language):
    page = look("author")
    page.goto(f"/{language}/practices/{portal.texts['returned'].pk}/write/essence/")
    page.locator("[name=title]").fill("")
    page.locator("[name=summary]").fill("")
    page.locator("button[name=go_on]").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults_of(page) == {}


def test_page_with_a_fault_is_noticed(look):
    page = look()
    page.set_content("<html><body><img src='data:,'><input></body></html>")
    assert {rule for rule, _nodes in violations(page)} >= {"image-alt", "label", "html-has-lang"}
