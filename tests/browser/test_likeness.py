"""A head of an aiyl okmotu looks for practices from municipalities like theirs."""

import pytest
from django.utils.translation import gettext
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [False, True])
def test_visitor_chooses_a_municipality_and_sees_why_each_practice_is_near(look, portal, language, script):
    page = look(java_script_enabled=script, viewport={"width": 360, "height": 740})
    page.goto(f"/{language}/")
    page.get_by_role("link", name=gettext("Practices from municipalities like yours")).click()
    page.get_by_label(gettext("Your municipality")).select_option("ysyk-kol-bosteri")
    page.locator("main form.panel button").click()
    expect(page.get_by_role("heading", name=gettext("The most alike first"))).to_be_visible()
    expect(page.locator(".results .alike").first).to_contain_text("100")
    expect(page.locator(".results > li")).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    page.locator("summary").click()
    page.locator("input[name=topic][value=water]").check()
    page.locator("form.filters button").click()
    expect(page.locator(".results > li").first).to_be_visible()
    assert "place=ysyk-kol-bosteri" in page.url and "topic=water" in page.url
    page.locator(".results h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
