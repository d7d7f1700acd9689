"""A zip archive is measured before it is unpacked, and nothing in it may point outside or run away."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from publishing.uploads.refusals import UploadRefused

MAX_PARTS = 3_000
MAX_UNPACKED = 100 * 1024 * 1024
# Texts and tables shrink ten to fifty times; only small archives may shrink more.
MAX_RATIO = 100
RATIO_MATTERS_FROM = 10 * 1024 * 1024
# A part whose every tag is looked at; Python needs a second for this much.
MAX_VISITED = 10 * 1024 * 1024

_ENCRYPTED_FLAG = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DTD = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, measured; whatever breaks while it is read means a damaged file."""
    # Counted before opening: the directory of a hostile archive alone can hold 200 000 names.
    if content.count(b"PK\x01\x02") > MAX_PARTS:
        raise _grows_too_big()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive.infolist(), len(content))
            _check_entries(archive.infolist())
            yield archive
    except _BROKEN as error:
        raise UploadRefused("damaged") from error


def _grows_too_big(limit=MAX_UNPACKED):
    return UploadRefused("unpacked", limit=limit // 1024**2)


def _check_size(entries, packed):
    unpacked = sum(entry.file_size for entry in entries)
    ratio_is_absurd = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * packed
    # Entries that overlap in the archive claim together more bytes than the archive has.
    overlapping = sum(entry.compress_size for entry in entries) > packed
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or ratio_is_absurd or overlapping:
        raise _grows_too_big()


def _check_entries(entries):
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise UploadRefused("password")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise UploadRefused("damaged")
    for entry in entries:
        if _leads_outside(entry.orig_filename) or stat.S_ISLNK(entry.external_attr >> 16):
            raise UploadRefused("unsafe")
        if entry.compress_type not in _PACKINGS:
            raise UploadRefused("damaged")


def _leads_outside(name):
    return name.startswith("/") or ".." in name.split("/") or any(mark in name for mark in "\\:\x00")


def read_xml(data: bytes, visit: Callable[[str, dict[str, str]], None] | None = None) -> None:
    """Reads an XML part, refusing a DTD in any encoding; calls `visit(tag, attributes)` without prefixes."""
    if visit and len(data) > MAX_VISITED:
        raise _grows_too_big(MAX_VISITED)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    if visit:
        parser.StartElementHandler = lambda tag, attributes: visit(
            _local(tag), {_local(name): value for name, value in attributes.items()}
        )
    parser.Parse(data, True)


def refuse_dtd_in_text(data: bytes) -> None:
    """For parts that only look like XML: Excel writes drawings (.vml) that no parser accepts."""
    if any(mark in data for mark in _DTD):
        raise UploadRefused("unsafe")


def _refuse_dtd(*declaration):
    raise UploadRefused("unsafe")


def _local(name):
    return name.rpartition(":")[2]
