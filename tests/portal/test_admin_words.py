"""What the administration says of rows and of their changes, wholly in the language of its reader."""

import json
import re
from html import unescape

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from catalogue.models import Topic
from portal.told_history import labels_of, told
from practices.models import Practice
from tests import factories
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
