"""A table of topics: looked at first, imported once, and nothing of it left lying about."""

import io
import os
import re
import tempfile
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from catalogue.admin import TopicResource
from catalogue.models import Topic
from catalogue.spreadsheets import MOST_BYTES, MOST_ROWS
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/catalogue/topic/"
HEAD = "slug,name_ky,name_ru,position"
XLSX, CSV = "0", "1"


@pytest.fixture
def curator(client):
    client.force_login(factories.member_of("curator", language="ru"))
    return client


def csv_of(*lines):
    return "\n".join([HEAD, *lines]).encode()


def xlsx_of(*rows):
    book = openpyxl.Workbook()
    for row in (HEAD.split(","), *rows):
        book.active.append(row)
    book.save(file := io.BytesIO())
    return file.getvalue()


def look(client, table, kind=CSV):
    """Send the table and return the page with what would become of it."""
    file = SimpleUploadedFile("topics", table)
    return client.post(f"{LIST}import/", {"import_file": file, "format": kind, "resource": ""})


def taken_out(client, kind=CSV):
    """The table with every column."""
    form = client.get(f"{LIST}export/").context["form"]
    columns = {name: "on" for name in form.fields if name.startswith("topicresource_")}
    return client.post(f"{LIST}export/", {"format": kind, **columns}).content


def confirm(client, page):
    return client.post(f"{LIST}process_import/", page.context["confirm_form"].initial)


def said(client, answer):
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def complaints(page):
    """All that the page says is wrong with the table."""
    result = page.context.get("result")
    rows = [str(error.error) for _line, errors in result.row_errors() for error in errors] if result else []
    base = [str(error.error) for error in result.base_errors] if result else []
    wrong = [str(row.error) for row in result.invalid_rows] if result else []
    return [*page.context["form"].errors.get("import_file", []), *base, *rows, *wrong]


@pytest.mark.parametrize(("kind", "table"), [
    (CSV, csv_of("water,Суу,Вода,2", "parks,Парктар,Парки,1")),
    (CSV, "\ufeff".encode() + csv_of("water,Суу,Вода,2", "", "parks,Парктар,Парки,1", "")),
    (XLSX, xlsx_of(["water", "Суу", "Вода", 2], [None] * 4, ["parks", "Парктар", "Парки", 1], [None] * 4)),
])
def test_table_is_looked_at_and_then_imported(curator, kind, table):
    factories.topic("water")
    page = look(curator, table, kind)
    assert complaints(page) == []
    assert Topic.objects.count() == 1
    assert confirm(curator, page).status_code == 302
    assert set(Topic.objects.values_list("slug", "name_ru", "position")) == {
        ("water", "Вода", 2), ("parks", "Парки", 1)
    }
    assert Topic.objects.get(slug="parks").name_ky == "Парктар"


def test_list_leads_to_both_tables(curator):
    html = curator.get(LIST).content.decode()
    assert f"{LIST}import/" in html and f"{LIST}export/" in html


def test_second_press_is_told_that_all_is_done(curator):
    page = look(curator, csv_of("water,Суу,Вода,2"))
    confirm(curator, page)
    Topic.objects.update(name_ru="Исправлено")
    answer = confirm(curator, page)
    assert answer.status_code == 302
    assert len(said(curator, answer)) == 1 + 1
    assert Topic.objects.get().name_ru == "Исправлено"


def test_table_of_a_colleague_is_not_imported(curator):
    page = look(curator, csv_of("water,Суу,Вода,2"))
    curator.force_login(factories.member_of("curator", "another"))
    assert confirm(curator, page).status_code == 302
    assert not Topic.objects.exists()


def test_no_file_of_the_server_is_imported_or_removed(curator):
    with tempfile.NamedTemporaryFile(suffix="-victim.csv") as victim:
        victim.write(csv_of("evil,x,x,1"))
        victim.flush()
        for name in (victim.name, os.path.basename(victim.name), f"../../{victim.name}", "\x00", "x" * 9_000, ""):
            made_up = {"table": name, "import_file_name": name, "original_file_name": "a", "format": CSV}
            answer = curator.post(f"{LIST}process_import/", made_up)
            assert answer.status_code == 302
        assert os.path.exists(victim.name)
    assert not Topic.objects.exists()


@pytest.mark.parametrize("made_up", [{"format": "99"}, {"format": "abc"}, {"resource": "99"}, {"resource": "abc"}])
def test_made_up_field_of_the_confirmation_is_passed_over(curator, made_up):
    page = look(curator, csv_of("water,Суу,Вода,2"))
    fields = {**page.context["confirm_form"].initial, **made_up}
    assert curator.post(f"{LIST}process_import/", fields).status_code == 302
    assert Topic.objects.get().slug == "water"


@pytest.mark.parametrize("made_up", [{"format": "99"}, {"format": "abc"}, {"format": ""}, {"resource": "99"}])
def test_made_up_field_of_the_upload_is_an_error_of_the_form(curator, made_up):
    file = SimpleUploadedFile("topics.csv", csv_of("water,Суу,Вода,2"))
    answer = curator.post(f"{LIST}import/", {"import_file": file, "format": CSV, **made_up})
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_page_tells_nothing_of_the_server_and_nothing_is_left_on_it(curator):
    before = set(os.listdir(tempfile.gettempdir()))
    for table in (csv_of("water,Суу,Вода,2"), csv_of("плохой слаг,Суу,Вода,2"), b"\xff\xfe"):
        assert tempfile.gettempdir() + "/" not in look(curator, table).content.decode()
    assert set(os.listdir(tempfile.gettempdir())) <= before


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [
    "плохой слаг,Суу,Вода,2", "water,Суу,Вода,abc", "water,Суу,Вода,-1", "water,Суу,Вода,inf", "water,Суу,Вода,1.5",
    "water,Суу,Вода,99999999", "water,,,1", "water,\u200b,\u202e,1", ",Суу,Вода,1", f"water,{'С' * 121},Вода,1",
    f"{'w' * 61},Суу,Вода,1", f"water,Суу,Вода,{'9' * 5000}", "water,Суу,Вода,NaN",
])
def test_row_that_cannot_be_a_topic_is_refused_in_the_readers_language(curator, line):
    page = look(curator, csv_of("parks,Парктар,Парки,1", line))
    said = complaints(page)
    assert said
    assert not any(re.search(r"[A-Za-z]{4,} [a-z]{2,} |<class|DETAIL", text) for text in said), said
    assert "confirm_form" not in page.context
    assert not Topic.objects.exists()


@pytest.mark.parametrize(("kind", "table"), [
    (CSV, b""), (CSV, b"\n\n"), (CSV, b"\xff\xfe\x00"), (CSV, b"name_ky\nx\n"), (CSV, HEAD.encode()),
    (CSV, xlsx_of(["water", "Суу", "Вода", 2])), (CSV, csv_of(f"water,{'С' * 140_000},Вода,1")),
    (XLSX, csv_of("water,Суу,Вода,2")), (XLSX, b"PK\x03\x04"), (XLSX, xlsx_of()), (CSV, b"\x00"),
])
def test_file_that_is_no_table_is_refused_with_a_sentence(curator, kind, table):
    page = look(curator, table, kind)
    assert page.status_code == 200
    said = complaints(page)
    assert said
    assert not any(re.search(r"[A-Za-z]+(Error|Dimensions)|import_id_fields", text) for text in said), said


@pytest.mark.parametrize(("extra", "refused"), [(0, False), (1, True)])
@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_table_is_no_longer_than_is_checked_in_good_time(curator, monkeypatch, kind, extra, refused):
    monkeypatch.setattr("catalogue.spreadsheets.MOST_ROWS", 5)
    rows = [[f"t{number}", "А", "Б", 1] for number in range(5 + extra)]
    table = xlsx_of(*rows) if kind == XLSX else csv_of(*(",".join(map(str, row)) for row in rows))
    assert bool(complaints(look(curator, table, kind))) == refused


def test_limits_are_those_agreed():
    assert (MOST_ROWS, MOST_BYTES) == (1_000, 1_000_000)


def test_file_is_no_bigger_than_allowed(curator):
    filler = b"x" * (MOST_BYTES + 1 - len(csv_of("water,,,")))
    assert "import_file" in look(curator, csv_of("water,,,") + filler).context["form"].errors


def packed(sheet):
    """A workbook whose one sheet is replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(["a", "b", "c", 1]))) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return made.getvalue()


NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{NAMES}"><sheetData>%s</sheetData></worksheet>'


def test_workbook_that_unpacks_without_end_is_refused(curator):
    bomb = packed(SHEET % ("<row><c/></row>" * 2_000_000))
    assert len(bomb) < MOST_BYTES
    assert complaints(look(curator, bomb, XLSX))


def test_cell_in_the_last_corner_costs_nothing(curator):
    sheet = SHEET % '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    assert look(curator, packed(sheet), XLSX).status_code == 200


def test_text_of_a_table_is_cleaned(curator):
    confirm(curator, look(curator, csv_of("water,Су\x0bу\u202e, Вода\u200b ,2")))
    topic = Topic.objects.get()
    assert (topic.name_ky, topic.name_ru) == ("Суу", "Вода")


def test_table_is_imported_whole_or_not_at_all(curator):
    page = look(curator, csv_of("parks,Парктар,Парки,1", "water,Суу,Вода,2"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Topic, "clean", refuse_water)
        answer = confirm(curator, page)
    assert answer.status_code == 302
    assert not Topic.objects.exists()
    assert said(curator, answer)


def refuse_water(topic):
    if topic.slug == "water":
        raise ValidationError("no")


def test_whole_table_of_the_portal_is_imported_twice_without_a_change(curator):
    factories.topic("water")
    page = look(curator, taken_out(curator))
    assert page.context["result"].totals["skip"] == 1


HEADS = {
    "ru": ["Адрес", "Название (на кыргызском)", "Название (на русском)", "Место в списке"],
    "ky": ["Дареги", "Аталышы (кыргызча)", "Аталышы (орусча)", "Тизмедеги орду"],
}


@pytest.mark.parametrize("reader", ["ru", "ky"])
@pytest.mark.parametrize("writer", ["ru", "ky"])
@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_table_taken_out_in_one_language_comes_back_in_any(curator, speak, writer, reader, kind):
    speak(writer)
    factories.topic("water", name_ru="Вода", name_ky="Суу", position=3)
    table = taken_out(curator, kind)
    if kind == CSV:
        assert table.decode("utf-8-sig").splitlines() == [",".join(HEADS[writer]), "water,Суу,Вода,3"]
    Topic.objects.update(name_ru="Парки", name_ky="Парктар", position=0)
    speak(reader)
    page = look(curator, table, kind)
    assert complaints(page) == []
    assert page.context["result"].diff_headers == HEADS[reader]
    confirm(curator, page)
    topic = Topic.objects.get()
    assert (topic.slug, topic.name_ky, topic.name_ru, topic.position) == ("water", "Суу", "Вода", 3)


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_column_that_is_missing_is_named_as_the_reader_knows_it(curator, speak, language):
    speak(language)
    address, *names, place = HEADS[language]
    said = complaints(look(curator, f"{address},{place},?\nwater,1,x".encode()))
    assert said[0].endswith(f": {', '.join(names)}.") and "[" not in said[0]


@pytest.mark.parametrize("fields", [
    {"format": "abc", "resource": "99", "export_items": "abc"}, {"format": "99"}, {"export_items": "9" * 30}, {},
])
def test_made_up_export_is_an_error_of_the_form(curator, fields):
    factories.topic("water")
    assert curator.post(f"{LIST}export/", fields).status_code == 200
    assert curator.post("/admin/practices/practice/export/", fields).status_code == 200


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_page_with_an_error_shows_a_sentence_and_nothing_of_the_server(curator, speak, language):
    speak(language)
    page = look(curator, b"slug,name_ky,?\nwater,1,x")
    html = page.content.decode()
    [sentence] = complaints(page)
    assert escape(sentence) in html
    assert "Traceback" not in html and ".py" not in html


def fail(*args, **kwargs):
    raise RuntimeError("secret of the server")


@pytest.mark.parametrize("place", ["before_import", "before_import_row", "get_instance"])
def test_error_that_nobody_foresaw_is_one_sentence_and_stays_in_the_log(curator, monkeypatch, caplog, place):
    monkeypatch.setattr(TopicResource, place, fail)
    page = look(curator, csv_of("water,Суу,Вода,2"))
    html = page.content.decode()
    assert page.status_code == 200 and html.count('<ul class="errorlist">\n<li>') == 1
    assert "secret" not in html and "Traceback" not in html and ".py" not in html
    assert "secret of the server" in caplog.text


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_cell_that_is_wrong_is_named_by_the_head_of_its_column(curator, speak, language):
    speak(language)
    html = look(curator, csv_of("плохой слаг,Суу,Вода,x", "water,,,1")).content.decode()
    wrong = re.findall(r"<li>([^<:]+): ", html)
    assert wrong == [HEADS[language][3], HEADS[language][0], HEADS[language][1].partition(" (")[0]]


def test_workbook_is_offered_first(curator):
    form = curator.get(f"{LIST}export/").context["form"]
    assert [label for _value, label in form.fields["format"].choices] == ["xlsx", "csv"]
    assert form["format"].value() == XLSX


def test_columns_are_chosen_without_a_script_in_the_page(curator):
    html = curator.get(f"{LIST}export/").content.decode()
    assert "curation/export_columns.js" in html
    assert not re.search(r"<[^>]+ (on[a-z]+|style)=", html)
