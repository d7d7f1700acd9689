"""A question under a practice, its answer, a complaint, and what a curator decides."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize("language", ["ky", "ru"])
QUESTION = {"ky": "Сууга канча сом кетти?", "ru": "Во сколько обошлась вода?"}
ANSWER = {"ky": "Смета тиркемеде турат.", "ru": "Смета лежит в приложении."}
REASON = {"ky": "Башканын телефону", "ru": "Чужой телефон"}


def send(page, text):
    page.locator("main [name=text]").fill(text)
    page.locator("main form button").last.click()


def thread_on(page, language):
    return page.locator(".remarks > li").filter(has_text=QUESTION[language])


def ask(asker, address, language):
    asker.goto(address)
    asker.locator("#remarks ~ details summary").click()
    expect(asker.locator("#remarks ~ details")).to_contain_text("Бакыт Башка")
    asker.locator("#remarks ~ details [name=text]").fill(QUESTION[language])
    asker.locator("#remarks ~ details button").click()
    expect(asker).to_have_url(re.compile("#remark-[0-9]+$"))
    expect(asker.get_by_text(QUESTION[language])).to_be_visible()


def complain(official, address, language):
    official.goto(address)
    thread_on(official, language).locator('a[href*="/complain/"]').first.click()
    official.locator("[name=reason][value=personal]").check()
    official.locator("main form button").last.click()
    expect(official.locator(".notice--good")).to_be_visible()


def hide(curator, language):
    """From the queue to the decision."""
    curator.goto(f"/language/{language}/")
    curator.goto("/admin/publishing/queueitem/")
    curator.locator('#result_list a[href*="complained=open"]').first.click()
    curator.locator("#result_list a").filter(has_text=QUESTION[language]).click()
    curator.locator("a.verb-hide").click()
    curator.locator("[name=reason]").fill(REASON[language])
    curator.locator("input[type=submit].default").click()
    expect(curator).to_have_url(re.compile("/admin/publishing/queueitem/"))


def test_question_is_asked_answered_and_hidden(look, portal, language):
    practice = portal.texts["published"]
    address = f"/{language}/practices/{practice.pk}-{practice.slug}/"
    asker, author, reader = look("member", java_script_enabled=False), look("author"), look()
    ask(asker, address, language)
    author.goto(address)
    thread_on(author, language).locator('a[href*="/answer/"]').click()
    send(author, ANSWER[language])
    reader.goto(address)
    expect(reader.get_by_text(ANSWER[language])).to_be_visible()
    thread_on(reader, language).locator('a[href*="/complain/"]').first.click()
    expect(reader).to_have_url(re.compile("/account/login/"))
    complain(look("official"), address, language)
    hide(look("curator"), language)
    reader.goto(address)
    expect(reader.get_by_text(QUESTION[language])).to_have_count(0)
    asker.goto(address)
    expect(asker.get_by_text(REASON[language])).to_be_visible()


def test_collection_leads_to_its_practices(look, language):
    page = look()
    page.goto(f"/{language}/")
    page.locator('main a[href$="/practices/collections/"]').first.click()
    page.locator(".card a").first.click()
    page.locator(".card a").first.click()
    expect(page.locator("#remarks")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
