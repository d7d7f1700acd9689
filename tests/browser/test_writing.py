"""From the first word of an author to the published page, through the hands of a curator."""

import re

import pytest
from django.utils.translation import gettext
from playwright.sync_api import expect

from practices.models import Practice

TITLES = {"ky": "Үч көчөгө жарык", "ru": "Свет на трёх улицах"}
TEXTS = {
    "ky": {"summary": "Жарык орнотулду.", "problem": "Караңгы эле.", "solution": "Ашар жолу менен.", "step": "Жыйын"},
    "ru": {"summary": "Поставили фонари.", "problem": "Было темно.", "solution": "Всем миром.", "step": "Сход"},
}
REASON = {"ky": "Чыгымын жазыңыз.", "ru": "Напишите, во что это обошлось."}
CONTENTS = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"MZ not a picture"}


def go_on(page):
    with page.expect_navigation():
        page.locator("button[name=go_on]").click()


def begin(page, language, title):
    """Start a draft and return its number."""
    page.goto(f"/{language}/practices/submit/")
    page.locator("[name=title]").fill(title)
    page.locator("main form.panel button").first.click()
    expect(page).to_have_url(re.compile(r"/write/essence/$"))
    return int(re.search(r"/practices/(\d+)/", page.url)[1])


def fill_in(page, language):
    """Answer what is needed, page by page, from the first one to the check."""
    texts = TEXTS[language]
    page.locator("[name=kind]").first.check()
    page.locator("[name=summary]").fill(texts["summary"])
    go_on(page)
    page.locator("[name=territory]").select_option(index=1)
    page.locator("[name=topics]").first.check()
    go_on(page)
    page.locator("[name=problem]").fill(texts["problem"])
    page.locator("[name=solution]").fill(texts["solution"])
    go_on(page)
    page.locator("[name=steps-0-title]").fill(texts["step"])
    for _results_people_money_law_sources in range(6):
        go_on(page)
    expect(page).to_have_url(re.compile(r"/files/(#|$)"))
    go_on(page)
    expect(page).to_have_url(re.compile(r"/check/(#|$)"))


def send(page):
    page.get_by_role("button", name=gettext("Send the practice")).click()
    expect(page.get_by_role("heading", level=1, name=gettext("Thank you, the practice is sent"))).to_be_visible()


def decide(page, title, verb, reason):
    """A curator opens the new text from the queue and decides on it; its translation may wait there on."""
    page.goto("/admin/publishing/queueitem/?reason__exact=review")
    page.get_by_role("link", name=title).click()
    page.locator(f"a.verb-{verb}").click()
    page.locator("[name=reason]").fill(reason)
    page.locator("input[type=submit].default").click()
    expect(page).to_have_url(re.compile(r"/admin/publishing/queueitem/"))
    page.goto("/admin/publishing/queueitem/?reason__exact=review")
    expect(page.get_by_role("link", name=title)).to_have_count(0)


def test_practice_goes_from_the_author_to_the_readers(look, language):
    title = TITLES[language]
    author, curator = look("member"), look("curator")
    number = begin(author, language, title)
    fill_in(author, language)
    send(author)

    curator.goto(f"/language/{language}/")
    decide(curator, title, "send_back", REASON[language])
    author.goto(f"/{language}/practices/mine/")
    expect(author.get_by_text(REASON[language])).to_be_visible()
    author.goto(f"/{language}/practices/{number}/write/money/")
    expect(author.get_by_text(REASON[language])).to_be_visible()
    author.locator("[name=cost_total]").fill("1 250 000,50")
    go_on(author)
    author.goto(f"/{language}/practices/{number}/check/")
    send(author)

    decide(curator, title, "publish", "")
    reader = look()
    reader.goto(f"/{language}/practices/?q={title}")
    reader.get_by_role("link", name=title, exact=True).click()
    expect(reader.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(reader.get_by_text(TEXTS[language]["solution"])).to_be_visible()
    expect(reader.get_by_text(re.compile(r"1\s250\s000,50")).first).to_be_visible()


def test_what_is_typed_is_kept_without_a_press(look, language):
    page = look("member")
    number = begin(page, language, TITLES[language])
    page.locator("[name=summary]").fill(TEXTS[language]["summary"])
    page.locator("[name=title]").focus()
    expect(page.locator("[data-autosave-status]")).to_contain_text(gettext("Saved"))
    assert getattr(Practice.objects.get(pk=number), f"summary_{language}") == TEXTS[language]["summary"]
    page.reload()
    expect(page.locator("[name=summary]")).to_have_value(TEXTS[language]["summary"])


def test_newer_text_of_another_tab_is_not_overwritten(look, language):
    page = look("member")
    begin(page, language, TITLES[language])
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name=summary]").fill("1")
    other.locator("[name=kind]").first.check()
    go_on(other)
    expect(other).to_have_url(re.compile(r"/write/place/$"))
    page.locator("[name=summary]").fill("2")
    page.locator("[name=title]").focus()
    expect(page.locator("[data-autosave-status]")).to_have_text(
        gettext("Changed in another tab: press «Continue» to see it")
    )
    go_on(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("[name=summary]")).to_have_value("2")


def test_author_writes_without_a_script(look, language):
    page = look("member", java_script_enabled=False)
    begin(page, language, TITLES[language])
    page.locator("[name=title]").fill("")
    go_on(page)
    summary = page.locator("#errors")
    expect(summary).to_be_visible()
    summary.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"#id_title$"))
    expect(page.locator("#id_title_error")).to_be_visible()
    page.locator("[name=title]").fill(TITLES[language])
    fill_in(page, language)
    page.goto(re.sub("/check/.*", "/files/", page.url))
    page.locator("input[type=file]").set_input_files(CONTENTS)
    page.get_by_role("button", name=gettext("Add the file")).click()
    expect(page.locator("#errors")).to_be_visible()
    page.goto(re.sub("/files/.*", "/check/", page.url))
    send(page)


def test_person_signs_in_and_out(look, language):
    page = look()
    page.goto(f"/{language}/practices/submit/")
    page.locator("[name=login]").fill("official@aimak.kg")
    page.locator("[name=password]").fill("төрт сөз бир катарда")
    page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile(rf"/{language}/practices/submit/$"))
    page.get_by_role("button", name=gettext("Sign out")).click()
    expect(page.get_by_role("link", name=gettext("Sign in"), exact=True).first).to_be_visible()
    page.goto(f"/{language}/practices/mine/")
    expect(page).to_have_url(re.compile("/account/login/"))


# --- the curators' workplace ----------------------------------------------------------------------------


def test_switch_of_languages_shows_one_or_both(look, portal, language):
    page = look("curator")
    page.goto(f"/language/{language}/")
    page.goto(f"/admin/practices/practice/{portal.texts['in_review'].pk}/change/")
    fields = {code: page.locator(f"#id_title_{code}") for code in ("ky", "ru")}
    buttons = page.locator(".language-tabs button")
    for pressed, (button, shown) in enumerate([("ky", ["ky"]), ("ru", ["ru"]), ("both", ["ky", "ru"])]):
        buttons.nth(pressed).click()
        expect(buttons.nth(pressed)).to_have_attribute("aria-pressed", "true")
        expect(buttons.nth(pressed)).to_have_attribute("value", button)
        for code, field in fields.items():
            expect(field).to_be_visible(visible=code in shown)


def test_editor_of_pages_works_under_the_content_policy(look, language):
    page = look("curator")
    page.goto(f"/language/{language}/")
    page.goto("/admin/publishing/page/add/")
    page.locator("#id_slug").fill(f"trial-{language}")
    for number, code in enumerate(("ky", "ru")):
        page.locator(".language-tabs button").nth(number).click()
        page.locator(f"#id_title_{code}").fill(TITLES[code])
        page.locator(".ProseMirror:visible").click()
        page.keyboard.type(TEXTS[code]["summary"])
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(f"/{language}/pages/trial-{language}/")
    expect(page.get_by_text(TEXTS[language]["summary"])).to_be_visible()


@pytest.mark.parametrize("path", ["", "practices/practice/", "publishing/queueitem/", "accounts/user/"])
def test_administration_obeys_the_content_policy(look, path):
    page = look("administrator")
    assert page.goto(f"/admin/{path}").status == 200
    expect(page.locator("#content h1, #content-main").first).to_be_visible()


def test_press_during_a_save_is_not_lost_on_a_phone(look, language):
    page = look("member")
    page.set_viewport_size({"width": 360, "height": 640})
    number = begin(page, language, TITLES[language])
    page.goto(f"/{language}/practices/{number}/write/results/")
    for name, text in {"name": TITLES[language], "unit": "км", "after": "1 250,5"}.items():
        page.locator(f"[name=results-0-{name}], [name=indicators-0-{name}]").fill(text)
    page.locator("button[name=go_on]").click()
    expect(page).to_have_url(re.compile(r"/write/people/"))
