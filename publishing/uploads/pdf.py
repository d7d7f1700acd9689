"""A PDF may be read, never run: no scripts, no programs to launch, no files inside, no password."""

import re
import zlib

from publishing.uploads.refusals import UploadRefused

# All object streams of one file together; real documents of 10 MB stay far below.
OBJECT_STREAMS_LIMIT = 50 * 1024 * 1024


def _name(word: str) -> bytes:
    """Pattern of a PDF name in which any letter may be written as #xx, the usual way to hide one."""
    letters = (f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)
    return ("/" + "".join(letters)).encode()


_ENCRYPTED = re.compile(_name("Encrypt"))
_HARMFUL = re.compile(b"|".join(map(_name, ("JavaScript", "Launch", "EmbeddedFile", "RichMedia"))))
_OBJECT_STREAM = re.compile(_name("ObjStm"))


def check_pdf(content: bytes) -> None:
    """Refuses a PDF that is cut short, encrypted, or able to do anything but show pages."""
    if b"startxref" not in content or b"%%EOF" not in content:
        raise UploadRefused("damaged")
    if _ENCRYPTED.search(content):
        raise UploadRefused("password")
    if _HARMFUL.search(content):
        raise UploadRefused("unsafe")
    for objects in _object_streams(content):
        if _HARMFUL.search(objects):
            raise UploadRefused("unsafe")


def _object_streams(content):
    # Since PDF 1.5 dictionaries may lie compressed in object streams, out of sight of a plain search.
    left, end = OBJECT_STREAMS_LIMIT, 0
    for found in _OBJECT_STREAM.finditer(content):
        if found.end() <= end:
            continue
        start = content.find(b"stream", found.end())
        if start < 0:
            return
        end = content.find(b"endstream", start)
        if end < 0:
            raise UploadRefused("damaged")
        objects = _inflate(content[start + len(b"stream") : end].lstrip(b"\r\n"), left)
        left -= len(objects)
        yield objects


def _inflate(packed, limit):
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(packed, limit)
    except zlib.error as error:
        # Nobody packs object streams otherwise, except to keep their contents from being looked at.
        raise UploadRefused("damaged") from error
    if unpacker.unconsumed_tail:
        raise UploadRefused("unpacked", limit=OBJECT_STREAMS_LIMIT // 1024**2)
    if not unpacker.eof:
        raise UploadRefused("damaged")
    return objects
