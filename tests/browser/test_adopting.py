"""«We repeat this»: from the press on a practice to the result that readers see."""

import re

from django.utils.translation import gettext
from playwright.sync_api import expect

from practices.models import Practice

RESULT = {"ky": "Көчө жарык болду.", "ru": "Улица освещена."}


# In each language another practice: a municipality begins once. One of them without a script.
NUMBER, SCRIPT = {"ky": 0, "ru": 1}, {"ky": True, "ru": False}


def test_municipality_repeats_a_practice_and_tells_the_result(look, portal, language):
    published = Practice.objects.published().filter(author=portal.people["curator"]).order_by("pk")
    practice = published[NUMBER[language]]
    address = f"/{language}/practices/{practice.pk}-{practice.slug}/"
    page = look("official", java_script_enabled=SCRIPT[language], viewport={"width": 360, "height": 740})
    page.goto(address)
    page.get_by_role("link", name=gettext("We repeat this")).click()
    page.locator("main form.panel button").click()
    expect(page).to_have_url(re.compile(rf"/{language}/practices/repeats/\d+/$"))
    page.get_by_role("link", name=gettext("Tell how it is going")).click()
    page.get_by_label(gettext("There is a result")).check()
    page.locator("main form.panel button").click()
    expect(page.locator("#errors")).to_be_visible()
    page.locator("[name=result]").fill(RESULT[language])
    page.locator("[name=cost_total]").fill("1 250 000")
    page.locator("main form.panel button").click()
    expect(page.get_by_role("button", name=gettext("Tell it as a practice of ours"))).to_be_visible()

    reader = look()
    reader.goto(f"{address}repeats/")
    expect(reader.get_by_text(RESULT[language])).to_be_visible()
    page.get_by_role("button", name=gettext("Tell it as a practice of ours")).click()
    expect(page).to_have_url(re.compile(r"/write/essence/$"))
