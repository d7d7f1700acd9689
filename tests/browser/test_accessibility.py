"""No page breaks a rule that axe knows, in any of its looks."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "small": {"viewport": {"width": 320, "height": 640}},
}
READERS = ["/", "/practices/", "{longest}", "/practices/?q=%D1%8A%D1%8A", "/search/?q=%D1%81%D1%83%D1%83", "/view/"]
STRANGERS = ["/account/login/", "/account/signup/", "/account/password/reset/"]
MEMBERS = ["/profile/", "/profile/inbox/", "/practices/mine/", "/practices/submit/"]


def violations(page):
    """What axe finds: the rule and the elements."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def faults_on(page, addresses):
    faults = {}
    for address in addresses:
        page.goto(address)
        faults[address] = violations(page)
    return {address: found for address, found in faults.items() if found}


@pytest.mark.parametrize("appearance", LOOKS)
def test_pages_for_everybody(look, language, appearance, longest):
    page = look(**LOOKS[appearance])
    paths = [path.format(longest=longest) for path in READERS + STRANGERS]
    assert faults_on(page, [f"/{language}{path}" for path in paths]) == {}


@pytest.mark.parametrize("appearance", LOOKS)
def test_pages_of_a_member(look, portal, language, appearance):
    page = look("author", **LOOKS[appearance])
    draft = portal.texts["draft"].pk
    paths = [*MEMBERS, f"/practices/{draft}/write/steps/", f"/practices/{draft}/check/", f"/practices/{draft}/files/"]
    assert faults_on(page, [f"/{language}{path}" for path in paths]) == {}


@pytest.mark.parametrize("appearance", LOOKS)
def test_form_with_errors(look, portal, language, appearance):
    page = look("author", **LOOKS[appearance])
    page.goto(f"/{language}/practices/{portal.texts['returned'].pk}/write/essence/")
    page.locator("[name=title]").fill("")
    page.locator("[name=summary]").fill("")
    page.locator("button[name=go_on]").click()
    expect(page.locator("#errors")).to_be_focused()
    assert violations(page) == []


def test_page_with_a_fault_is_noticed(look):
    page = look()
    page.set_content("<html><body><img src='data:,'><input></body></html>")
    assert {rule for rule, _nodes in violations(page)} >= {"image-alt", "label", "html-has-lang"}
