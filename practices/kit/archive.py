"""A kit as one ZIP file, written piece by piece into a temporary file, so that memory stays small."""

import shutil
import zipfile
from tempfile import SpooledTemporaryFile

from django.template.loader import render_to_string
from django.utils import timezone

from practices.kit.contents import text_file
from practices.kit.documents import LOST
from practices.kit.names import Names
from practices.kit.parts import MOST_BYTES, Piece, pieces_of
from practices.kit.qr import page_address
from practices.kit.words import told
from publishing.history import page_notice, public_history

READ_ME = "00-read-me.txt"
# Up to here the archive stays in memory; a larger one goes on the disk.
IN_MEMORY = 2 * 1024 * 1024
CHUNK = 64 * 1024
PACKED = (".jpg", ".docx", ".xlsx", ".pptx", ".odt", ".pdf", ".webp")


def build(practice) -> SpooledTemporaryFile:
    """The archive in the language of the page, ready to be read from its beginning."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        inside, outside = _fill(archive, practice)
        read_me = render_to_string("practices/kit/read_me.txt", {
            "title": told(practice, "title"),
            "notice": page_notice(practice, public_history(practice)),
            "address": page_address(practice.get_absolute_url()),
            "today": timezone.localdate(),
            "inside": inside,
            "outside": outside,
        })
        archive.writestr(_entry(READ_ME), text_file(read_me))
    file.seek(0)
    return file


def _fill(archive, practice):
    """Write what fits; return what is inside as (path, about), and what is read at its address instead."""
    names, left, inside, outside = Names(), MOST_BYTES, [], []
    names.give(READ_ME)
    for piece in pieces_of(practice):
        size = _size(piece)
        if size is None or size > left:
            outside.append(piece)
            continue
        path = names.give(piece.name, piece.folder)
        _write(archive, path, piece)
        inside.append((path, piece.about))
        left -= size
    return inside, outside


def _size(piece: Piece) -> int | None:
    """Its size in bytes; nothing when the stored file is lost."""
    try:
        return piece.size
    except LOST:
        return None


def _write(archive, path, piece):
    if isinstance(piece.content, bytes):
        archive.writestr(_entry(path), piece.content)
        return
    stored = piece.content.storage.open(piece.content.name, "rb")
    with stored, archive.open(_entry(path), "w") as target:
        shutil.copyfileobj(stored, target, CHUNK)


def _entry(path):
    """An entry whose name is UTF-8 and whose time is that of the country."""
    entry = zipfile.ZipInfo(path, timezone.localtime().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if path.lower().endswith(PACKED) else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
