"""What any upload must be, whatever its kind: size, kind, number and names."""

import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from publishing.uploads import (
    DOCUMENTS,
    PICTURES,
    UploadRefused,
    accepted_extensions,
    check_count,
    check_upload,
    describe_limits,
    upload_path,
)
from tests.publishing import hostile_files as files
from tests.publishing.uploading import check, refusal

GOOD_DOCUMENTS = {
    "pdf": files.pdf(),
    "docx": files.office("docx"),
    "xlsx": files.office("xlsx"),
    "pptx": files.office("pptx"),
    "odt": files.odt(),
}


@pytest.mark.parametrize("extension", GOOD_DOCUMENTS)
def test_document_of_each_kind_is_kept_byte_for_byte(extension):
    content = GOOD_DOCUMENTS[extension]
    checked = check(f"Суу долбоору.{extension.upper()}", content)
    assert (checked.kind, checked.extension) == ("document", extension)
    assert checked.shown_name == f"Суу долбоору.{extension}"
    assert checked.content.read() == content
    assert checked.size == len(content)
    assert len(checked.sha256) == 64
    assert checked.small is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", files.PAGE),
        ("a.png", files.PAGE),
        ("a.svg", files.SVG),
        ("a.png", files.SVG),
        ("a.pdf", files.PROGRAM),
        ("a.pdf.exe", files.pdf()),
        ("a.exe", files.PROGRAM),
        ("a.php", b"<?php phpinfo();"),
        ("a.html", files.PAGE),
        (".htaccess", b"AddType text/html .pdf"),
        ("a", files.pdf()),
        ("a.gif", files.GIF_SCRIPT),
        ("a.png", files.GIF_SCRIPT),
        ("a.pdf", files.GIF_SCRIPT + files.pdf()),
        ("a.pdf", files.picture()),
        ("a.jpg", files.pdf()),
        ("a.docx", files.office("xlsx")),
        ("a.docx", files.pdf()),
        ("a.docx", files.odt()),
        ("a.docx", files.archive({"notes.txt": "hello"})),
        ("a.docx", files.archive({"[Content_Types].xml": "<Types/>", "a.xml": "<a/>"})),
        ("a.odt", files.archive({"mimetype": "application/zip", "content.xml": "<a/>"})),
        ("a.zip", files.archive({"notes.txt": "hello"})),
        ("a.doc", files.OLE),
        ("a.docx", files.OLE),
    ],
)
def test_file_of_another_kind_is_refused(name, content):
    assert refusal(name, content) == "wrong_kind"


@pytest.mark.parametrize(
    ("allow", "good", "bad"), [(PICTURES, "a.png", "a.pdf"), (DOCUMENTS, "a.pdf", "a.png")]
)
def test_place_for_one_family_refuses_the_other(allow, good, bad):
    contents = {"a.png": files.picture("PNG"), "a.pdf": files.pdf()}
    assert check(good, contents[good], allow=allow)
    assert refusal(bad, contents[bad], allow=allow) == "wrong_kind"


def test_refusal_names_the_accepted_kinds():
    with pytest.raises(UploadRefused) as refused:
        check("a.exe", files.PROGRAM, allow=DOCUMENTS)
    assert "PDF, DOCX, XLSX, PPTX, ODT" in refused.value.messages[0]
    assert "JPEG" not in refused.value.messages[0]


def test_no_file_is_refused():
    with pytest.raises(UploadRefused) as refused:
        check_upload(None)
    assert refused.value.code == "missing"


def test_empty_file_is_refused():
    assert refusal("a.pdf", b"") == "empty"


def test_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    largest = files.pdf().ljust(1024 * 1024)
    assert check("a.pdf", largest).size == 1024 * 1024
    assert refusal("a.pdf", largest + b" ") == "too_big"


def test_file_of_60_mb_is_refused_without_being_read():
    class Unreadable(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("read although too big")

    upload = Unreadable("a.pdf", files.pdf())
    upload.size = 60 * 1024 * 1024
    with pytest.raises(UploadRefused) as refused:
        check_upload(upload)
    assert refused.value.code == "too_big"
    assert "10" in refused.value.messages[0]


def test_file_number_21_is_refused():
    check_count(20)
    with pytest.raises(UploadRefused) as refused:
        check_count(21)
    assert refused.value.code == "too_many"
    assert "20" in refused.value.messages[0]


def test_refusal_can_be_shown_by_a_form():
    assert issubclass(UploadRefused, ValidationError)


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_rule_before_the_field_is_said_in_each_language(language):
    with translation.override(language):
        assert "10" in describe_limits(DOCUMENTS)
        assert "DOCX" in describe_limits(DOCUMENTS)
        assert "PNG" not in describe_limits(DOCUMENTS)


def test_field_offers_the_extensions_that_are_accepted():
    assert accepted_extensions(DOCUMENTS) == ".pdf,.docx,.xlsx,.pptx,.odt"
    assert accepted_extensions().startswith(".jpg,.jpeg,")


def test_test_virus_is_refused():
    assert refusal("a.pdf", files.EICAR) == "infected"
    assert refusal("a.pdf", files.pdf(b"(" + files.EICAR + b")")) == "infected"
    assert refusal("a.jpg", files.picture() + files.EICAR) == "infected"
    assert refusal("a.docx", files.office(word__media=files.EICAR)) == "infected"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("C:\\fakepath\\Отчёт.pdf", "Отчёт.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ('a"b.pdf', "a b.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("a\ud800.pdf", "a.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
        ("и\u0306.pdf", "й.pdf"),
        ("  .a  b . .pdf", "a b.pdf"),
        ("\u3164.pdf", "файл.pdf"),
        (".pdf", "файл.pdf"),
        ("a.PDF. ", "a.pdf"),
        ("ө" * 250 + ".pdf", "ө" * 116 + ".pdf"),
        ("a.exe.pdf", "a.exe.pdf"),
    ],
)
def test_shown_name_is_cleaned(sent, shown):
    upload = SimpleUploadedFile("a.pdf", files.pdf())
    # Set past the cleaning that Django does itself.
    upload._name = sent
    assert check_upload(upload).shown_name == shown


def test_name_of_2_000_letters_is_cut():
    assert len(check("ң" * 2000 + ".pdf", files.pdf()).shown_name) <= 120


def test_name_that_hides_its_extension_is_judged_by_what_is_left():
    assert refusal("a\u202efdp.exe", files.pdf()) == "wrong_kind"


def test_stored_name_is_random_ascii():
    names = {upload_path(SimpleNamespace(), "../ө.PDF") for _ in range(50)}
    assert len(names) == 50
    assert all(re.fullmatch(r"\d{4}/\d{2}/[0-9a-f]{32}\.pdf", name) for name in names)


@pytest.mark.parametrize("name", ["a", "a.", "a.p/df", "a.ң", "a.verylong", ""])
def test_stored_name_takes_no_strange_extension(name):
    assert re.fullmatch(r"\d{4}/\d{2}/[0-9a-f]{32}\.bin", upload_path(None, name))
