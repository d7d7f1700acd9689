"""The curators' workplace in a browser: lists fit, buttons cover nothing, one press chooses all columns."""

import pytest
from django.contrib import admin
from playwright.sync_api import expect

DESK = {"viewport": {"width": 1280, "height": 900}}
NOTHING = {"ky": "Эч нерсе табылган жок", "ru": "Совпадений не найдено"}


@pytest.fixture
def workplace(look, portal, language):
    """The workplace of an administrator, in the language."""
    page = look("administrator", **DESK)
    page.goto(f"/language/{language}/?next=/admin/")
    return page


def test_lists_fit_into_their_box(workplace):
    wide, looked = {}, 0
    for model in admin.site._registry:
        workplace.goto(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        boxes = workplace.locator("#changelist-form .results")
        if boxes.count():
            looked += 1
            wide[model._meta.label] = boxes.evaluate("box => box.scrollWidth - box.clientWidth")
    assert looked > 8
    assert {label: pixels for label, pixels in wide.items() if pixels > 0} == {}


def test_buttons_stand_beside_the_title(workplace, portal):
    workplace.goto(f"/admin/practices/practice/{portal.texts['published'].pk}/change/")
    workplace.locator("#content > h2").evaluate("title => { title.textContent = 'Длинное название '.repeat(9); }")
    title = workplace.locator("#content > h2").bounding_box()
    buttons = [button.bounding_box() for button in workplace.locator(".object-tools a").all()]
    assert len(buttons) > 3
    assert all(button["y"] >= title["y"] + title["height"] for button in buttons)


def test_all_columns_are_chosen_by_one_press(workplace):
    workplace.goto("/admin/practices/practice/export/")
    every, columns = workplace.locator("#id_all_columns"), workplace.locator("[name^=practiceresource_]")
    number = columns.count()
    assert number > 10
    every.uncheck()
    expect(workplace.locator("[name^=practiceresource_]:checked")).to_have_count(0)
    columns.first.check()
    assert every.evaluate("box => box.indeterminate")
    every.check()
    expect(workplace.locator("[name^=practiceresource_]:checked")).to_have_count(number)


def test_suggestions_speak_the_language(workplace, portal, language):
    workplace.goto(f"/admin/practices/practice/{portal.texts['in_review'].pk}/change/")
    workplace.locator(".field-topics .select2-search__field").type("qzxw")
    expect(workplace.locator(".select2-results")).to_have_text(NOTHING[language])
