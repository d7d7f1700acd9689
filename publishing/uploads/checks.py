"""A file is what its content says, and only if its name says the same; everything else is refused."""

import enum
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from publishing.uploads.names import clean_name, shown_name, split_extension
from publishing.uploads.office import check_office
from publishing.uploads.pdf import check_pdf
from publishing.uploads.pictures import Rendition, redraw
from publishing.uploads.refusals import UploadRefused
from publishing.uploads.viruses import check_viruses

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
}


class Allow(enum.Flag):
    """Which families of files a place in the portal accepts."""

    PICTURES = enum.auto()
    DOCUMENTS = enum.auto()
    WORD = enum.auto()


PICTURES, DOCUMENTS, WORD = Allow.PICTURES, Allow.DOCUMENTS, Allow.WORD
ANY_KIND = PICTURES | DOCUMENTS

_EXTENSIONS = {
    PICTURES: ("jpg", "jpeg", "jfif", "png", "webp"),
    DOCUMENTS: ("pdf", "docx", "xlsx", "pptx", "odt"),
    WORD: ("docx",),
}
_KINDS = {PICTURES: ("JPEG", "PNG", "WebP"), DOCUMENTS: ("PDF", "DOCX", "XLSX", "PPTX", "ODT"), WORD: ("DOCX",)}
_MACRO_EXTENSIONS = ("docm", "xlsm", "pptm")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Office puts a document with a password into an OLE file with a stream of this name.
_OLE_SEALED = "EncryptedPackage".encode("utf-16-le")
_PDF_HEAD = 1024


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed: what to store and what to write down about it."""

    kind: str  # "picture" or "document"
    extension: str
    content_type: str
    shown_name: str
    content: ContentFile
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    small: Rendition | None = None


def max_bytes() -> int:
    """Limit for one file (setting UPLOAD_MAX_BYTES, 10 MB)."""
    return getattr(settings, "UPLOAD_MAX_BYTES", 10 * 1024 * 1024)


def max_files() -> int:
    """Limit of files for one object (setting UPLOAD_MAX_FILES, 20)."""
    return getattr(settings, "UPLOAD_MAX_FILES", 20)


def max_pixels() -> int:
    """Limit for width × height of a picture (setting UPLOAD_MAX_PIXELS, 40 million)."""
    return getattr(settings, "UPLOAD_MAX_PIXELS", 40_000_000)


def accepted_extensions(allow: Allow = ANY_KIND) -> str:
    """Value for the `accept` attribute of a file field: ".pdf,.docx,…"."""
    return ",".join(f".{extension}" for family in allow for extension in _EXTENSIONS[family])


def describe_limits(allow: Allow = ANY_KIND) -> str:
    """The rule to be read before choosing a file: kinds, size of one, number of all."""
    limits = {"kinds": _kinds(allow), "size": max_bytes() // 1024**2, "number": max_files()}
    return _("%(kinds)s. One file: up to %(size)s MB; files in all: up to %(number)s.") % limits


def check_count(number: int) -> None:
    """Refuses when one object would have more files than allowed, old and new together."""
    if number > max_files():
        raise UploadRefused("too_many", limit=max_files())


def check_upload(uploaded_file, *, allow: Allow = ANY_KIND) -> CheckedFile:
    """Looks through an uploaded file and returns it ready to be stored; raises UploadRefused."""
    content = _read(uploaded_file)
    stem, extension = split_extension(clean_name(uploaded_file.name))
    if extension in _MACRO_EXTENSIONS and allow & (DOCUMENTS | WORD):
        raise UploadRefused("macros")
    family = next((family for family in allow if extension in _EXTENSIONS[family]), None)
    if family is None:
        raise _wrong_kind(allow)
    check_viruses(content)
    if family is PICTURES:
        return _checked_picture(stem, content, allow)
    if _document_extension(content) != extension:
        raise _wrong_kind(allow)
    return CheckedFile("document", **_described(stem, extension, ContentFile(content)))


def _read(uploaded_file):
    if not uploaded_file:
        raise UploadRefused("missing" if uploaded_file is None else "empty")
    if uploaded_file.size > max_bytes():
        raise UploadRefused("too_big", limit=max_bytes() // 1024**2)
    uploaded_file.seek(0)
    content = uploaded_file.read(max_bytes() + 1)
    if not content:
        raise UploadRefused("empty")
    return content


def _checked_picture(stem, content, allow):
    if not _is_picture(content):
        raise _wrong_kind(allow)
    large, small = redraw(content, max_pixels())
    return CheckedFile(
        "picture",
        **_described(stem, large.extension, large.content),
        width=large.width,
        height=large.height,
        small=small,
    )


def _described(stem, extension, content):
    return {
        "extension": extension,
        "content_type": CONTENT_TYPES[extension],
        "shown_name": shown_name(stem, extension),
        "content": content,
        "size": content.size,
        "sha256": hashlib.sha256(content.file.getbuffer()).hexdigest(),
    }


def _is_picture(content):
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _document_extension(content):
    """What the document is by its content; a signature further inside would let one file be two things."""
    if content[:_PDF_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        check_pdf(content)
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return check_office(content)
    if content.startswith(_OLE) and _OLE_SEALED in content:
        raise UploadRefused("password")
    return ""


def _kinds(allow):
    return ", ".join(kind for family in allow for kind in _KINDS[family])


def _wrong_kind(allow):
    return UploadRefused("wrong_kind", kinds=_kinds(allow))
