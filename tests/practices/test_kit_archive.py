"""The archive of a practice: whole, safe to unpack, bounded, and only for who may see the practice."""

import io
import re
import tracemalloc
import zipfile
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from PIL import Image

from law.models import Act
from practices.kit import pace, parts
from practices.kit.parts import Piece
from practices.models import Practice
from practices.reading import for_reading, unpack
from tests import factories
from tests.practices import illustrated

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>=1+1{{ settings.SECRET_KEY }}"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def address(practice, language="ru", page="kit.zip"):
    return f"/{language}/practices/{practice.pk}-{practice.slug}/{page}"


def kit(client, practice, language="ru"):
    answer = client.get(address(practice, language))
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert archive.testzip() is None
    return archive


def text(archive, name):
    found = [one for one in archive.namelist() if name in one]
    assert len(found) == 1, archive.namelist()
    return archive.read(found[0]).decode("utf-8-sig")


def full(status="published", **fields):
    """A practice with one of each thing that a kit can hold."""
    act = Act.objects.create(kind="law", number="123", title_ru="О местном самоуправлении", url_ru="https://law.example/1")
    texts = {"contact_post_ru": "Глава айыл окмоту", "legal_basis_ru": "Решение кенеша № 5", "cost_total": 1_000_000}
    practice = factories.draft(**{**texts, **fields})
    practice.citations.create(act=act, provision="ст. 34")
    practice.indicators.create(name_ru="Охват водой", unit_ru="%", before=40, after=Decimal("97.5"))
    practice.fundings.create(position=1, payer="local", note_ru="Трубы", amount=600_000)
    practice.fundings.create(position=2, payer="residents", note_ru="=1+1", amount=400_000)
    practice.sources.create(title_ru="Отчёт проекта", url="https://example.kg/report")
    illustrated.add_document(practice, "Протокол схода.pdf")
    illustrated.make_missing(illustrated.add(practice, "Башня.jpg", illustrated.photo((900, 600)), "Башня"))
    for verb in factories.WAYS[status]:
        factories.do(verb, practice)
    return practice


# --- what is inside -------------------------------------------------------------------------------


def test_kit_holds_everything_to_work_with(client):
    archive = kit(client, full())
    names = archive.namelist()
    kinds = [name.rpartition(".")[2] for name in sorted(names)]
    assert sorted(kinds) == sorted(["txt", "html", "docx", "xlsx", "html", "txt", "txt", "txt", "pdf", "jpg"])
    assert names[-1] == "00-read-me.txt"
    assert [name for name in names if name.endswith("/Протокол схода.pdf")]
    read_me = text(archive, "00-read-me")
    for name in names[:-1]:
        assert name in read_me
    assert f"http://testserver{address(Practice.objects.get(), page='')}" in read_me


def test_texts_open_in_old_editors(client):
    archive = kit(client, full())
    for name in archive.namelist():
        if name.endswith(".txt"):
            content = archive.read(name)
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.count(b"\n") == content.count(b"\r\n") > 0


def test_names_are_utf_8_and_can_be_unpacked_anywhere(client):
    archive = kit(client, full(), "ky")
    for entry in archive.infolist():
        assert entry.filename.isascii() or entry.flag_bits & 0x800
        assert not set(entry.filename) & set('\\<>:"|?*') and ".." not in entry.filename
        assert not entry.filename.startswith("/") and len(entry.filename) < 120


def test_page_inside_needs_nothing_beside_it(client):
    archive = kit(client, full())
    pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")]
    assert len(pages) == 2
    for page in pages:
        assert "<script" not in page and "<link" not in page
        assert "<style>" in page and "data:font/woff2;base64," in page and "fonts/golos" not in page
        fetched = re.findall(r'(?:src=|href=|url\()"([^"]+)', page)
        assert fetched and [one for one in fetched if not one.startswith(("data:", "#", "%23"))] == []
    assert "data:image/webp;base64," in pages[0]
    for told in ("Охват водой", "97,5", "Глава айыл окмоту", "Решение кенеша № 5", "О местном самоуправлении",
                 "Отчёт проекта", "Собрать сход", "600\xa0000"):
        assert told in pages[0]


def test_steps_are_a_word_table_to_be_filled_in(client):
    archive = kit(client, full())
    name = next(name for name in archive.namelist() if name.endswith(".docx"))
    document = docx.Document(io.BytesIO(archive.read(name)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [rows[1][0], rows[1][1], rows[1][2], rows[1][3], rows[1][4]] == ["1", "Собрать сход", "", "", "☐"]
    assert document.core_properties.language == "ru-RU"
    assert "docx" not in (document.core_properties.comments or "")


def test_cost_table_is_text_and_figures_and_adds_up_the_own_column(client):
    archive = kit(client, full())
    name = next(name for name in archive.namelist() if name.endswith(".xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read(name))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[3][1:3] == ("Трубы", 600_000) and rows[4][1:3] == ("'=1+1", 400_000)
    assert rows[5][2] == 1_000_000
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == ["=SUM(E4:E5)"]
    assert rows[3][4] is None and rows[4][4] is None


def test_practice_without_money_still_has_a_table_to_fill_in(client):
    archive = kit(client, factories.practice("published"))
    name = next(name for name in archive.namelist() if name.endswith(".xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read(name))).active
    assert sheet["C4"].value is None or sheet["C5"].value is None


def test_message_and_law_and_contact_stand_in_texts(client):
    archive = kit(client, full())
    texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".txt")}
    together = "\n".join(texts.values())
    assert "https://law.example/1" in together and "ст. 34" in together and "№\xa0123" in together
    assert "Глава айыл окмоту" in together
    message = next(content for name, content in texts.items() if name.startswith("05"))
    assert len(message.strip()) <= 700 and "Собрать сход" in message


@pytest.mark.parametrize("is_whole", [True, False])
def test_papers_are_numbered_without_gaps(client, is_whole):
    practice = full() if is_whole else factories.practice("published", contact_post_ru="Глава айыл окмоту")
    papers = [name for name in kit(client, practice).namelist() if "/" not in name and not name.startswith("00")]
    assert len(papers) >= 5 and any(name.endswith("Message.txt") or "ообщение" in name for name in papers)
    assert [name[:3] for name in papers] == [f"{number:02} " for number in range(1, len(papers) + 1)]


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_read_me_says_its_date_with_one_full_stop(client, language):
    archive = kit(client, full(), language)
    read_me = text(archive, "00-read-me")
    assert str(timezone.localdate().year) in read_me and ".." not in read_me


def test_pictures_are_small_and_open_in_old_programs(client):
    archive = kit(client, full())
    name = next(name for name in archive.namelist() if name.endswith(".jpg"))
    image = Image.open(io.BytesIO(archive.read(name)))
    assert (image.format, image.size) == ("JPEG", (720, 480)) and not image.getexif()


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_kit_speaks_the_language_of_the_page(client, language):
    practice = full(title_ky="Үч көчөдөгү жарык", summary_ky="Кыскача")
    archive = kit(client, practice, language)
    page = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".html"))
    assert f'<html lang="{language}"' in page
    title = getattr(practice, f"title_{language}")
    assert title in page and title in text(archive, "00-read")


def test_hostile_words_are_only_words(client):
    practice = full(title_ru=HOSTILE, summary_ru=HOSTILE, contact_post_ru=HOSTILE, problem_ru="a\x0bb")
    practice.steps.update(title_ru=HOSTILE, text_ru="шаг\x0b\x1f")
    archive = kit(client, practice)
    for name in archive.namelist():
        if name.endswith(".html"):
            assert "<script" not in archive.read(name).decode()
    document = docx.Document(io.BytesIO(archive.read(next(n for n in archive.namelist() if n.endswith(".docx")))))
    assert HOSTILE in document.tables[0].rows[1].cells[1].text


# --- documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [
    "../../../etc/passwd.pdf", "CON.pdf", "a" * 110 + ".pdf", "\u202efdp.pdf", "С:\\я.pdf",
])
def test_hostile_name_of_a_document_stays_in_its_folder(client, name):
    practice = factories.practice("published")
    document = practice.attachments.create(kind="document", name=name, size=5, sha256="1")
    document.file.save("a.pdf", io.BytesIO(b"%PDF-"))
    inside = [one for one in kit(client, practice).namelist() if one.endswith(".pdf")]
    assert len(inside) == 1 and inside[0].count("/") == 1
    assert ".." not in inside[0] and len(inside[0]) < 110


def test_documents_of_the_same_name_are_both_there(client):
    practice = factories.draft()
    for number in range(3):
        illustrated.add_document(practice, "Отчёт.pdf", number)
    for verb in factories.WAYS["published"]:
        factories.do(verb, practice)
    names = [name.rpartition("/")[2] for name in kit(client, practice).namelist() if name.endswith(".pdf")]
    assert names == ["Отчёт.pdf", "Отчёт (2).pdf", "Отчёт (3).pdf"]


def test_documents_beyond_the_limit_are_named_with_their_address(client, monkeypatch):
    monkeypatch.setattr("practices.kit.archive.MOST_BYTES", 400_000)
    practice = factories.draft()
    documents = []
    for number, size in enumerate((500_000, 1_000)):
        document = practice.attachments.create(
            kind="document", name=f"{number}.pdf", size=size, sha256=str(number), caption_ru="Смета"
        )
        document.file.save("a.pdf", io.BytesIO(b"x" * size))
        documents.append(document)
    for verb in factories.WAYS["published"]:
        factories.do(verb, practice)
    archive = kit(client, practice)
    assert [name.rpartition("/")[2] for name in archive.namelist() if name.endswith(".pdf")] == ["1.pdf"]
    read_me = text(archive, "00-read")
    assert f"http://testserver/ru/practices/files/{documents[0].pk}/" in read_me
    assert f"files/{documents[1].pk}/" not in read_me


def test_lost_document_and_picture_do_not_spoil_the_kit(client):
    practice = full()
    for file in practice.attachments.all():
        for name in [file.file.name, file.small.name, *file.renditions.values_list("file", flat=True)]:
            if name:
                default_storage.delete(name)
    archive = kit(client, practice)
    assert not [name for name in archive.namelist() if name.endswith((".pdf", ".jpg"))]
    document = practice.attachments.get(kind="document")
    assert f"files/{document.pk}/" in text(archive, "00-read")


def test_large_documents_take_little_memory(client):
    practice = factories.practice("published")
    for number in range(2):
        document = practice.attachments.create(kind="document", name="a.pdf", size=9_000_000, sha256=str(number))
        document.file.save("a.pdf", io.BytesIO(b"x" * 9_000_000))
    client.get(address(practice, page="print/"))
    tracemalloc.start()
    answer = client.get(address(practice))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert int(answer["Content-Length"]) > 18_000_000
    assert peak < 9_000_000


# --- who gets it, and when it is made -------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_kit_of_a_hidden_text_is_for_its_author_and_curators_only(client, status):
    practice = factories.practice(status)
    answers = [client.get(address(practice)).status_code]
    for person in (factories.person("member"), practice.author, factories.moderator()):
        client.force_login(person)
        answer = client.get(address(practice))
        answers.append(answer.status_code)
    assert answers == [404, 404, 200, 200]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", ["kit.zip", "print/", "sheet/"])
def test_paper_of_a_removed_text_is_gone_and_of_a_merged_one_leads_on(client, page):
    gone, other = factories.practice("published"), factories.practice("published", title_ru="Другая")
    merged = factories.practice("published", title_ru="Третья")
    factories.do("withdraw", gone, kind="cause")
    factories.do("withdraw", merged, kind="merged", merged_into=other)
    assert client.get(address(gone, page=page)).status_code == 410
    assert client.get(address(merged, page=page))["Location"] == address(other, page=page)
    assert client.get(f"/ru/practices/{other.pk}-old/{page}")["Location"] == address(other, page=page)
    assert client.get(f"/ru/practices/999999-none/{page}").status_code == 404


@pytest.mark.parametrize("verb", ["withdraw", "archive"])
def test_kit_of_a_withdrawn_text_says_so_inside(client, verb):
    practice = factories.practice("published")
    factories.do(verb, practice, reason="Закон изменился")
    archive = kit(client, practice)
    assert "Закон изменился" in text(archive, "00-read")
    page = next(archive.read(name).decode() for name in archive.namelist() if name.startswith("01"))
    assert "Закон изменился" in page


def test_reader_who_has_the_archive_is_not_sent_another(client, monkeypatch):
    practice = full()
    first = client.get(address(practice))
    assert first["Cache-Control"] == "public, max-age=300" and first["Content-Disposition"].startswith("attachment")
    monkeypatch.setattr("practices.kit.views.build", pytest.fail)
    again = client.get(address(practice), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])


def test_every_change_and_language_has_its_own_archive(client):
    practice = full()
    tags = {client.get(address(practice))["ETag"], client.get(address(practice, "ky"))["ETag"]}
    Practice.objects.filter(pk=practice.pk).update(revision=practice.revision + 1)
    tags.add(client.get(address(practice))["ETag"])
    practice.attachments.get(kind="document").delete()
    tags.add(client.get(address(practice))["ETag"])
    Act.objects.update(state="changed", edition=2)
    tags.add(client.get(address(practice))["ETag"])
    assert len(tags) == 5


def test_too_many_archives_are_refused_for_a_minute(client, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 2)
    practice = factories.practice("published")
    assert [client.get(address(practice)).status_code for _time in range(3)] == [200, 200, 429]
    refused = client.get(address(practice))
    assert refused["Retry-After"] == "60"
    assert client.get(address(practice), REMOTE_ADDR="10.0.0.9").status_code == 200


# --- parts of other sections ----------------------------------------------------------------------


def test_another_section_adds_its_part(client, monkeypatch):
    monkeypatch.setattr(parts, "_makers", dict(parts._makers))
    parts.add_part("letters", 50, lambda practice: [Piece(f"{practice.pk}.txt", "Письмо", b"letter", folder="Письма")])
    practice = factories.practice("published")
    archive = kit(client, practice)
    assert archive.read(f"Письма/{practice.pk}.txt") == b"letter"
    assert "Письмо" in text(archive, "00-read")


def test_two_parts_cannot_have_one_name(monkeypatch):
    monkeypatch.setattr(parts, "_makers", dict(parts._makers))
    parts.add_part("letters", 50, list)
    parts.add_part("letters", 50, list)
    with pytest.raises(ValueError, match="letters"):
        parts.add_part("letters", 60, list)


def test_size_on_the_page_is_about_that_of_the_archive(client):
    practice = full()
    promised = client.get(address(practice, page="")).context["kit_bytes"]
    real = len(client.get(address(practice)).getvalue())
    assert real / 2 < promised < real * 2


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_kit_of_the_page_and_of_the_worker_are_read_alike(language):
    practice = full()
    with translation.override(language):
        read = unpack(for_reading().get(pk=practice.pk))
        assert {piece.name for piece in parts.pieces_of(read)} >= {"Протокол схода.pdf", "01.jpg"}
