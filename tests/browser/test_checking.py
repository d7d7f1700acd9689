"""A curator asks an outsider about the facts; the answer comes back from a browser that nobody signed in."""

import pytest
from playwright.sync_api import expect

from practices.models import FactCheck
from tests.practices.asking import key_of, page_of

pytestmark = pytest.mark.parametrize("language", ["ky", "ru"])
REMARKS = {"ky": "Жылы туура эмес: 2019.", "ru": "Год указан неверно: 2019."}


def ask(curator, practice, language):
    curator.goto(f"/admin/practices/practice/{practice.pk}/change/")
    curator.locator("a.verb-ask").click()
    curator.locator("[name=email]").fill(f"engineer-{language}@example.kg")
    curator.locator("[name=post]").fill("Инженер")
    curator.locator("[name=language]").select_option(language)
    curator.locator("input[type=submit].default").click()
    expect(curator.locator("#fact-checks")).to_contain_text(f"engineer-{language}@example.kg")


def test_outsider_answers_without_an_account(look, portal, language):
    practice = portal.texts["in_review"]
    curator, outsider = look("curator"), look(java_script_enabled=False)
    ask(curator, practice, language)
    outsider.goto(page_of(key_of(FactCheck.objects.get(email=f"engineer-{language}@example.kg")), language))
    outsider.locator("[name=verdict][value=corrections]").check()
    outsider.locator("#answer button").click()
    expect(outsider.locator("#errors")).to_be_visible()
    outsider.locator("[name=remarks]").fill(REMARKS[language])
    outsider.locator("#answer button").click()
    expect(outsider.locator("main .facts")).to_contain_text(REMARKS[language])
    curator.goto("/admin/publishing/queueitem/?reason__exact=facts")
    curator.locator('#result_list a[href*="#fact-checks"]').click()
    expect(curator.locator("#fact-checks")).to_contain_text(REMARKS[language])
    curator.locator("a.verb-read").click()
    curator.locator("input[type=submit].default").click()
    expect(curator.locator("a.verb-read")).to_have_count(0)
