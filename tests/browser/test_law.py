"""An act from the footer to what rests on it; an author who cites it; a curator who says that a text was compared."""

import re

from playwright.sync_api import expect

from law.models import Act
from practices.models import Practice, PracticeCitation


def test_reader_finds_a_replaced_act_and_what_rests_on_it(look, language):
    reader = look()
    reader.goto(f"/{language}/")
    reader.locator(f"footer a[href='/{language}/law/']").click()
    reader.locator("#act-q").fill("№ 101")
    reader.locator("main form button").click()
    reader.locator("main .card a").first.click()
    old, new = Act.objects.get(number="101"), Act.objects.get(number="123")
    expect(reader).to_have_url(re.compile(f"/law/{old.pk}/$"))
    reader.locator(f".notice a[href='/{language}/law/{new.pk}/']").click()
    reader.locator("section[aria-labelledby=citing] .card a").first.click()
    expect(reader.locator(f"section[aria-labelledby=law] a[href='/{language}/law/{new.pk}/']").first).to_be_visible()


def test_author_chooses_an_act(look, portal, language):
    author, draft = look("author"), portal.texts["draft"]
    law = Act.objects.get(number="59", kind="code")
    author.goto(f"/{language}/practices/{draft.pk}/write/law/")
    author.locator("[name=citations-0-act]").select_option(str(law.pk))
    author.locator("[name=citations-0-provision]").fill("102–117")
    with author.expect_navigation():
        author.locator("button[name=go_on]").click()
    expect(author).not_to_have_url(re.compile("/law/"))
    author.goto(f"/{language}/practices/{draft.pk}/check/")
    expect(author.locator("section[aria-labelledby=law]")).to_contain_text("102–117")


def test_curator_compares_a_text_with_the_law(look, language):
    practice = Practice.objects.published().filter(citations__in=PracticeCitation.objects.stale()).first()
    page = f"/{language}{practice.get_absolute_url()[3:]}"
    curator = look("curator")
    curator.goto(page)
    expect(curator.locator(".notice--warn a[href*='/law/']")).to_be_visible()
    curator.goto("/admin/publishing/queueitem/?reason__exact=law")
    curator.locator(f"#result_list a[href$='/practice/{practice.pk}/law/']").click()
    with curator.expect_navigation():
        curator.locator("input[type=submit].default").click()
    curator.goto(page)
    expect(curator.locator(".notice--warn a[href*='/law/']")).to_have_count(0)
