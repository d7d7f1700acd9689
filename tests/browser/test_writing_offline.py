"""The connection drops while an author writes: nothing typed is lost, and it is sent when it is back."""

import re

import pytest
from django.utils.translation import gettext
from playwright.sync_api import expect

from practices.models import Practice
from tests import world
from tests.browser.test_writing import TEXTS, TITLES, begin

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('typed:'))"


@pytest.fixture
def page(look, language):
    page = look("member")
    page.number = begin(page, language, TITLES[language])
    return page


@pytest.fixture
def own_session(look, language):
    """A page under a session that may end without being missed by other tests."""
    page = look()
    page.goto(f"/{language}/practices/submit/")
    page.locator("[name=login]").fill("official@aimak.kg")
    page.locator("[name=password]").fill(world.PASSWORD)
    page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile(r"/practices/submit/$"))
    begin(page, language, TITLES[language])
    return page


def status(page):
    return page.locator("[data-autosave-status]")


def type_offline(page, text):
    page.context.set_offline(True)
    page.locator("[name=summary]").fill(text)
    page.locator("[name=title]").focus()
    expect(status(page)).to_have_text(gettext("No connection: kept on this device, will be sent when it is back"))


def leave(page):
    """Leave the page while there is no connection, and come back into the network elsewhere."""
    # A page that is being left escapes from the browser's offline mode; a request of it must fail all the same.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    page.context.set_offline(False)


def top_of(button):
    return button.evaluate("element => element.getBoundingClientRect().top + scrollY")


def summary_of(page, language):
    return getattr(Practice.objects.get(pk=page.number), f"summary_{language}")


def test_text_typed_without_a_connection_is_sent_when_it_is_back(page, language):
    type_offline(page, TEXTS[language]["summary"])
    assert len(page.evaluate(KEPT)) == 1
    page.context.set_offline(False)
    expect(status(page)).to_contain_text(gettext("Saved"))
    assert summary_of(page, language) == TEXTS[language]["summary"]
    assert page.evaluate(KEPT) == []


def test_press_without_a_connection_stays_on_the_page(page, language):
    type_offline(page, TEXTS[language]["summary"])
    page.locator("[name=kind]").first.check()
    button = page.locator("button[name=go_on]")
    before = top_of(button)
    button.click()
    expect(page).to_have_url(re.compile("/write/essence/"))
    expect(page.locator("[name=summary]")).to_have_value(TEXTS[language]["summary"])
    assert top_of(button) == before
    page.context.set_offline(False)
    expect(status(page)).to_contain_text(gettext("Saved"))
    page.locator("button[name=go_on]").click()
    expect(page).to_have_url(re.compile("/write/place/"))


def test_text_that_was_not_sent_is_offered_when_the_page_is_opened_again(page, language):
    type_offline(page, TEXTS[language]["summary"])
    address = page.url
    leave(page)
    page.goto(f"/{language}/practices/mine/")
    expect(page.locator("[data-typed] a")).to_contain_text(TITLES[language])
    page.goto(address)
    expect(page.locator("[name=summary]")).to_have_value("")
    expect(page.locator("[data-restore]")).to_be_visible()
    page.locator("[data-put-back]").click()
    expect(page.locator("[data-restore]")).to_be_hidden()
    expect(page.locator("[name=summary]")).to_have_value(TEXTS[language]["summary"])
    expect(status(page)).to_contain_text(gettext("Saved"))
    assert summary_of(page, language) == TEXTS[language]["summary"]
    assert page.evaluate(KEPT) == []


def test_text_that_was_not_sent_can_be_thrown_away(page, language):
    type_offline(page, TEXTS[language]["summary"])
    address = page.url
    leave(page)
    page.goto(address)
    page.locator("[data-throw-away]").click()
    expect(page.locator("[data-restore]")).to_be_hidden()
    assert page.evaluate(KEPT) == []
    assert not summary_of(page, language)


def test_rows_typed_without_a_connection_are_put_back(page, language):
    page.goto(f"/{language}/practices/{page.number}/write/steps/")
    page.context.set_offline(True)
    for number in range(3):
        page.locator(f"[name=steps-{number}-title]").fill(f"{TEXTS[language]['step']} {number}")
    address = page.url
    leave(page)
    page.goto(address)
    page.locator("[data-put-back]").click()
    expect(page.locator("[name=steps-2-title]")).to_have_value(f"{TEXTS[language]['step']} 2")
    expect(status(page)).to_contain_text(gettext("Saved"))
    assert Practice.objects.get(pk=page.number).steps.count() == 3


def test_nothing_stays_on_the_device_after_signing_out_or_a_week(own_session, language):
    page = own_session
    type_offline(page, TEXTS[language]["summary"])
    page.evaluate("localStorage['typed:1:2:story:' + (Date.now() - 8 * 864e5)] = '{}'")
    leave(page)
    page.goto(f"/{language}/")
    assert len(page.evaluate(KEPT)) == 1
    page.get_by_role("button", name=gettext("Sign out"), exact=True).click()
    expect(page.get_by_role("link", name=gettext("Sign in"), exact=True).first).to_be_visible()
    assert page.evaluate(KEPT) == []


def test_signing_out_from_the_page_leaves_nothing(own_session, language):
    page = own_session
    page.locator("[name=summary]").fill(TEXTS[language]["summary"])
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=gettext("Sign out"), exact=True).click()
    expect(page.get_by_role("link", name=gettext("Sign in"), exact=True).first).to_be_visible()
    assert page.evaluate(KEPT) == []
