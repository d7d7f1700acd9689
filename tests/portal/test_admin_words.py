"""What the administration says of rows and of their changes, wholly in the language of its reader."""

import json
import re
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from catalogue.models import Topic
from portal.told_history import labels_of, told
from practices.models import Practice
from tests import factories
from tests.markup import Page
from tests.publishing.admin_pages import change

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["ru", "ky"])
PRACTICES = "/admin/practices/practice/"
TOPICS = "/admin/catalogue/topic/"
# Names of things that are the same in every language.
SAME = {"ID", "HTML", "URL"}


def lines(client, address):
    """Read the column «Action» of a history page."""
    page = unescape(client.get(address).content.decode()).partition('id="change-history"')[2]
    return re.findall(r"<td>([^<]*)</td>\s*</tr>", page)


def total(client, address):
    """Read the line under a list."""
    page = unescape(client.get(address).content.decode())
    line = page.partition('class="paginator">')[2].partition("</p>")[0]
    return " ".join(re.sub("<[^>]+>", " ", line).split())


# --- history --------------------------------------------------------------------------------------


@pytest.mark.parametrize("writer", ["ru", "ky"])
@pytest.mark.parametrize(("reader", "line"), [
    ("ru", ("Изменено: «Вид», «Название (на русском)», «Коротко (на кыргызском)», «Стоимость всего, сомов». "
            "Шаг «Собрать сход», изменено: «Шаг (на кыргызском)». Добавлено: источник «Отчёт».")),
    ("ky", ("Өзгөртүлдү: «Түрү», «Аталышы (орусча)», «Кыскача (кыргызча)», «Жалпы наркы, сом». "
            "Кадам «Собрать сход», өзгөртүлдү: «Кадам (кыргызча)». Кошулду: булак «Отчёт».")),
])
def test_change_is_told_in_the_language_of_the_reader(client, root, speak, writer, reader, line):
    practice = factories.practice("published")
    speak(writer)
    answer = change(
        client, f"{PRACTICES}{practice.pk}/change/", title_ru="Новое", summary_ky="Кыска", kind="tool",
        cost_total="5", change_note="Уточнено", **{
            "steps-0-title_ky": "Собрать сход", "sources-TOTAL_FORMS": "1", "sources-0-position": "1",
            "sources-0-title_ru": "Отчёт", "sources-0-url": "https://example.kg/",
        })
    assert answer.status_code == 302
    speak(reader)
    assert lines(client, f"{PRACTICES}{practice.pk}/history/") == [line]


@pytest.mark.parametrize(("language", "line"), [
    ("ru", "Ни одно поле не изменено."), ("ky", "Бир да талаа өзгөртүлгөн жок."),
])
def test_word_about_a_change_is_no_change(client, root, speak, language, line):
    practice = factories.practice("published")
    change(client, f"{PRACTICES}{practice.pk}/change/", change_note="Ничего не изменилось")
    speak(language)
    assert lines(client, f"{PRACTICES}{practice.pk}/history/") == [line]


@pytest.mark.parametrize(("language", "line"), [("ru", "Добавлено."), ("ky", "Кошулду.")])
def test_new_row_is_told(client, root, speak, language, line):
    client.post(f"{TOPICS}add/", {"slug": "water", "name_ky": "Суу", "name_ru": "Вода", "position": "0"})
    speak(language)
    assert lines(client, f"{TOPICS}{Topic.objects.get().pk}/history/") == [line]


@pytest.mark.parametrize("writer", ["ru", "ky"])
@pytest.mark.parametrize(("reader", "line"), [("ru", "Добавлено при импорте"), ("ky", "Импорт аркылуу кошулду")])
def test_row_of_a_table_is_told_in_the_language_of_the_reader(client, root, speak, writer, reader, line):
    from_table(client, speak, writer)
    speak(reader)
    assert lines(client, f"{TOPICS}{Topic.objects.get().pk}/history/") == [line]


def from_table(client, speak, language):
    speak(language)
    file = SimpleUploadedFile("t.csv", "slug,name_ky,name_ru,position\nwater,Суу,Вода,2".encode())
    page = client.post(f"{TOPICS}import/", {"import_file": file, "format": "1", "resource": ""})
    client.post(f"{TOPICS}process_import/", page.context["confirm_form"].initial)


def test_history_of_a_row_that_is_not_there_leads_away(client, root):
    assert client.get(f"{TOPICS}999/history/").status_code == 302


@pytest.mark.parametrize("message", [
    "", "Перенесено из старого портала", "5", "{}", "Renamed from «Икс».", "[Важно] Перенесено",
])
def test_sentence_of_the_log_stays_as_it_was_written(message):
    assert told(message, {}) == message


@LANGUAGES
def test_every_field_of_every_form_has_a_name_in_the_language(rf, root, language):
    request = rf.get("/admin/")
    request.user = root
    foreign = set()
    written = [pair for pair in admin.site._registry.items() if pair[1].has_change_permission(request)]
    assert len(written) > 5
    for model, one in written:
        with translation.override(None):
            kept = [str(field.label) for field in one.get_form(request)().fields.values() if field.label]
        with translation.override(language):
            told_now = told(json.dumps([{"changed": {"fields": kept}}]), labels_of([model]))
        [names] = json.loads(told_now)[0]["changed"]["fields"]
        foreign |= {word for word in re.findall(r"[A-Za-z]{2,}", names) if word not in SAME}
    assert foreign == set()


# --- the line under a list ------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "line"), [("ru", "Всего: %d"), ("ky", "Бардыгы: %d")])
@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_rows_of_a_list_are_counted_without_a_noun(client, root, speak, language, line, number):
    factories.published_quickly(number)
    speak(language)
    assert total(client, PRACTICES) == line % number


@pytest.mark.parametrize(("language", "line"), [
    ("ru", "1 2 Всего: 60 Показать все"), ("ky", "1 2 Бардыгы: 60 Баарын көрсөтүү"),
])
def test_long_list_keeps_its_pages_and_the_way_to_all_rows(client, root, speak, language, line):
    Practice.objects.bulk_create(Practice(title_ru=f"П{number}", slug="p") for number in range(60))
    speak(language)
    assert total(client, PRACTICES) == line
    assert client.get(PRACTICES, {"p": 2}).context["cl"].page_num == 2
    assert total(client, f"{PRACTICES}?all=") == line.partition(" 2 ")[2].rpartition("60")[0] + "60"


def test_list_edited_in_place_keeps_its_button(client, root):
    page = client.get(TOPICS).content.decode()
    assert 'name="_save"' not in page
    factories.topic("water")
    assert 'name="_save"' in client.get(TOPICS).content.decode()


# --- what only those hear who do not see the page -------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("ru", {"Поиск", "Да", "Нет"}), ("ky", {"Издөө", "Ооба", "Жок"})])
def test_pictures_speak_the_language_of_the_reader(client, root, speak, language, words):
    speak(language)
    factories.person("blocked", is_active=False)
    page = Page(client.get("/admin/accounts/user/").content.decode())
    assert {values["alt"] for values in page.named("img") if values.get("alt")} == words


@LANGUAGES
def test_select_that_suggests_speaks_the_language_of_the_reader(client, root, speak, language):
    speak(language)
    html = client.get(f"{PRACTICES}{factories.draft().pk}/change/").content.decode()
    page = Page(html)
    suggesting = [values for values in page.named("select") if "admin-autocomplete" in values.get("class", "")]
    assert suggesting and {values["lang"] for values in suggesting} == {language}
    [words] = [src for src in page.fetched() if "select2/i18n/" in src]
    assert words.endswith(f"select2/i18n/{language}.js") and finders.find(words.removeprefix("/static/"))
    assert 'lang="None"' not in html


def test_no_choice_is_empty_and_no_label_leads_to_a_hidden_field(client, root):
    page = factories.practice("published")
    html = client.get(f"{PRACTICES}{page.pk}/change/").content.decode()
    html += client.get(f"{TOPICS}add/").content.decode()
    assert not re.search(r"<option[^>]*>\s*</option>", html)
    hidden = {values["id"] for values in Page(html).named("input") if values.get("type") == "hidden" and "id" in values}
    assert hidden & {values.get("for") for values in Page(html).named("label")} == set()
