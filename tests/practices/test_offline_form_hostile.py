"""Files that are not the filled-in form, or mean harm: a clear word, nothing made, never an error of the portal."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement

from practices.models import Practice
from tests import factories
from tests.practices.paper import mark, opened, rows_named, saved, upload, write
from tests.publishing import hostile_files as hostile

pytestmark = pytest.mark.django_db
XML = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
END = "</w:body></w:document>"
LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


@pytest.fixture(autouse=True)
def topics():
    factories.topic("water")


def blank(client):
    return opened(client.get("/ru/practices/form.docx"))


def with_parts(content, **changed):
    """The document with some of its parts changed or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return hostile.archive(parts | {name.replace("__", "/"): text for name, text in changed.items()})


def word(body):
    return hostile.office_with({"_rels/.rels": LINK, "word/document.xml": XML + body + END})


def paragraphs(text, number):
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for _number in range(number))


def other_document():
    document = Document()
    document.add_paragraph("Отчёт о работе за год")
    table = document.add_table(rows=3, cols=4)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "Чужой вопрос"
    return saved(document)


HOSTILE = {
    "nothing": b"",
    "other document": other_document(),
    "PDF under another name": hostile.pdf(),
    "text under another name": b"Just text",
    "old Word": hostile.OLE,
    "with a password": hostile.OLE_WITH_PASSWORD,
    "spreadsheet under another name": hostile.office("xlsx"),
    "torn archive": other_document()[:-900],
    "no body": hostile.office_with({"_rels/.rels": LINK}),
    "no links": hostile.office(),
    "links to nowhere": hostile.office_with({"_rels/.rels": LINK.replace("document.xml", "none.xml")}),
    "torn text": hostile.office_with({"_rels/.rels": LINK, "word/document.xml": XML + "<w:p>"}),
    "entities": hostile.office_with({"_rels/.rels": LINK, "word/document.xml": hostile.DTD}),
    "virus": hostile.office_with({"word/media/a.bin": hostile.EICAR}),
    "five megabytes of text": word(paragraphs("Ң" * 1000, 2500)),
    "text that unpacks to much": word("<w:p/>" * 2_000_000),
    "depth": word("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
    "empty rows by the thousand": word("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 20_000 + "</w:tbl>"),
    "zip bomb": hostile.office_with({"word/a.xml": b"<a>" + b" " * 120_000_000 + b"</a>"}),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_file_that_is_no_form_is_refused_with_a_word(client, author, content):
    answer = upload(client, content)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"file"}
    assert not Practice.objects.exists()


@pytest.mark.parametrize("name", ["form.docm", "form.pdf", "form.doc", "form", "form.docx.exe", "\u202excod.docm"])
def test_form_under_another_name_is_refused(client, author, name):
    document = blank(client)
    write(document, "title", "Парк")
    assert set(upload(client, document, name=name).context["form"].errors) == {"file"}
    assert not Practice.objects.exists()


def test_form_with_macros_is_refused(client, author):
    document = blank(client)
    write(document, "title", "Парк")
    answer = upload(client, with_parts(saved(document), word__vbaProject__bin=b"x", **{"word/vbaProject.bin": b"x"}))
    [error] = answer.context["form"].errors.as_data()["file"]
    assert error.code == "macros"


def test_blank_form_says_that_nothing_was_written(client, author):
    answer = upload(client, blank(client))
    assert set(answer.context["form"].errors) == {"file"}
    assert not Practice.objects.exists()


@pytest.mark.parametrize("language", ["en", "", "ru\x00"])
def test_language_that_is_none_is_refused(client, author, language):
    document = blank(client)
    write(document, "title", "Парк")
    assert set(upload(client, document, language=language).context["form"].errors) == {"language"}


def test_no_file_is_refused(client, author):
    answer = client.post("/ru/practices/form/upload/", {"language": "ru", "file": "x"})
    assert set(answer.context["form"].errors) == {"file"}


def test_stranger_is_led_through_sign_in(client):
    document = Document()
    assert "/account/login/" in upload(client, document)["Location"]


def test_too_many_drafts_are_refused(client, author, monkeypatch):
    monkeypatch.setattr("practices.actions.DRAFTS_AN_HOUR", 1)
    for number, status in enumerate((302, 429)):
        document = blank(client)
        write(document, "title", f"Парк {number}")
        assert upload(client, document).status_code == status
    assert Practice.objects.count() == 1


def test_markup_and_invisible_letters_are_only_text(client, author):
    document = blank(client)
    write(document, "title", "<script>alert(1)</script>\u202e\u200bПарк")
    document.add_paragraph("<img src=x onerror=alert(1)>")
    page = client.get(upload(client, document)["Location"]).content.decode()
    assert Practice.objects.get().title_ru == "<script>alert(1)</script>Парк"
    assert "<script>alert" not in page and "<img src=x" not in page


def test_hidden_names_that_are_none_of_ours_change_nothing(client, author):
    document = blank(client)
    write(document, "title", "Парк")
    for name in ("_portal_q_status", "_portal_q_author", "_portal_o_topics_none", "_portal_c_steps_id", "_portal_t_x"):
        start = OxmlElement("w:bookmarkStart")
        start.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}name", name)
        rows_named(document, "q_summary")[1].cells[1].paragraphs[0]._p.append(start)
    write(document, "summary", "published")
    upload(client, document)
    assert Practice.objects.get().status == "draft"


def test_question_asked_twice_in_the_file_keeps_both_answers(client, author):
    document = blank(client)
    table, _row = rows_named(document, "q_problem")
    write(document, "problem", "Темно")
    twin = rows_named(document, "q_problem")[1]._tr.__deepcopy__({})
    table._tbl.append(twin)
    upload(client, document)
    assert Practice.objects.get().problem_ru == "Темно\nТемно"


def test_mark_that_says_no_is_no_mark(client, author):
    document = blank(client)
    write(document, "title", "Парк")
    mark(document, "outcome", "worked")
    rows_named(document, "o_outcome_worked")[1].cells[0].text = " Нет "
    upload(client, document)
    assert Practice.objects.get().outcome == ""
