"""An office document may hold text, tables and pictures: no macros, no hidden files, nothing fetched."""

import re
import zipfile

from publishing.uploads.archives import opened, read_xml, refuse_dtd_in_text
from publishing.uploads.refusals import UploadRefused
from publishing.uploads.viruses import check_viruses

_CONTENT_TYPES = "[Content_Types].xml"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MAIN_PARTS = {
    f"{_OPEN_XML}.wordprocessingml.document.main+xml": "docx",
    f"{_OPEN_XML}.spreadsheetml.sheet.main+xml": "xlsx",
    f"{_OPEN_XML}.presentationml.presentation.main+xml": "pptx",
}
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"

# The content type decides what a part is, whatever its name; "macro" also covers Excel 4.0 macro sheets.
_MACRO_TYPES = ("macro", "vbaproject", "activex")
_MACRO_PARTS = re.compile(
    r"""
    (^|/)vba[^/]*\.(bin|xml)$ | (^|/)activex/ | \.(doc|dot|xls|xlt|xla|ppt|pot|pps)m$  # Open XML
    | ^(basic|scripts)/.  # OpenDocument
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PROGRAM = b"MZ"
# A stream of this name in an OLE object is a foreign file of any kind, put in by "insert object".
_PACKED_FILE = "\x01Ole10Native".encode("utf-16-le")
_LINKS = ("hyperlink", "a")
_ODT_SEALS = ("encryption-data", "encrypted-key")


def check_office(content: bytes) -> str:
    """Extension the document deserves (docx, xlsx, pptx, odt), or "" when the archive is no document."""
    with opened(content) as archive:
        names = archive.namelist()
        extension = _open_xml_kind(archive, names) or _open_document_kind(archive, names)
        if extension:
            for name in names:
                _check_part(name, archive.read(name))
        return extension


def _open_xml_kind(archive: zipfile.ZipFile, names: list[str]) -> str:
    if _CONTENT_TYPES not in names:
        return ""
    types = []
    read_xml(archive.read(_CONTENT_TYPES), lambda tag, values: types.append(values.get("ContentType", "")))
    if any(mark in content_type.lower() for content_type in types for mark in _MACRO_TYPES):
        raise UploadRefused("macros")
    return next((_MAIN_PARTS[content_type] for content_type in types if content_type in _MAIN_PARTS), "")


def _open_document_kind(archive: zipfile.ZipFile, names: list[str]) -> str:
    if names[:1] != ["mimetype"] or "content.xml" not in names:
        return ""
    return "odt" if archive.read("mimetype") == _ODT_TYPE else ""


def _check_part(name, data):
    check_viruses(data)
    if _MACRO_PARTS.search(name):
        raise UploadRefused("macros")
    if data.startswith(_PROGRAM) or _PACKED_FILE in data:
        raise UploadRefused("unsafe")
    lower = name.lower()
    if lower.endswith((".xml", ".rels")):
        read_xml(data, _visitor(lower))
    else:
        refuse_dtd_in_text(data)


def _visitor(name):
    """What to look for in a part; sheets and texts of Open XML are only read through, as they are long."""
    if name.endswith(".rels"):
        return _check_relationship
    if name == "meta-inf/manifest.xml":
        return _check_manifest
    return _check_odt_link if name.endswith(("content.xml", "styles.xml", "meta.xml")) else None


def _check_relationship(tag, values):
    is_link = values.get("Type", "").rpartition("/")[2] in _LINKS
    if not is_link and is_remote(values.get("Target", "")):
        raise UploadRefused("remote")


def _check_odt_link(tag, values):
    if tag not in _LINKS and is_remote(values.get("href", "")):
        raise UploadRefused("remote")


def _check_manifest(tag, values):
    if tag in _ODT_SEALS:
        raise UploadRefused("password")


def is_remote(target: str) -> bool:
    """Whether opening the document would call another computer; a path on a local disk does not."""
    place = target.strip().lower().replace("\\", "/")
    scheme, colon, rest = place.partition(":")
    if not colon or "/" in scheme:
        return place.startswith("//")
    if scheme != "file":
        # One letter is a disk of Windows, left behind by the template of the author's computer.
        return len(scheme) > 1
    slashes = len(rest) - len(rest.lstrip("/"))
    return slashes == 2 or slashes > 3
