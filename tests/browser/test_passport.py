"""Who paid what: typed by an author, and seen as a table by a reader; a badge leads to its rule."""

import re

from playwright.sync_api import expect

from practices.models import Practice


def test_author_tells_who_paid(look, portal, language):
    draft = portal.texts["draft"]
    author = look("author")
    author.goto(f"/{language}/practices/{draft.pk}/write/money/")
    author.locator("[name=fundings-0-payer]").select_option("local")
    author.locator("[name=fundings-0-amount]").fill("180 000")
    author.locator("[name=fundings-0-paid_from]").fill("05.2018")
    with author.expect_navigation():
        author.locator("button[name=go_on]").click()
    expect(author).not_to_have_url(re.compile("/money/"))
    author.goto(f"/{language}/practices/{draft.pk}-{draft.slug}/")
    cost = author.locator("section[aria-labelledby=cost]")
    expect(cost.locator("tfoot")).to_contain_text(re.compile(r"180\s000"))
    expect(cost).to_contain_text("05.2018")


def test_badge_leads_to_its_rule(look, language):
    practice = Practice.objects.published().exclude(cost_level=0).first()
    reader = look()
    reader.goto(f"/{language}/practices/{practice.pk}-{practice.slug}/")
    reader.locator(".tags a[href$='#cost']").click()
    expect(reader).to_have_url(re.compile(r"/practices/badges/#cost$"))
    expect(reader.locator("#cost")).to_be_in_viewport()
