"""A file has two names: the one people see is cleaned, the one on the disk is our own and random."""

import secrets
import unicodedata
from pathlib import PurePosixPath

from django.utils import timezone

SHOWN_NAME_LIMIT = 120

# The same word in Russian and in Kyrgyz: shown when nothing readable is left of a name.
NAMELESS = "файл"

# Windows refuses these characters in names, and quotes or angle brackets only serve to deceive.
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*`', " "))

# Letters by their Unicode category, yet nothing is drawn for them.
_BLANK_LETTERS = set("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")


def clean_name(name: str) -> str:
    """The last part of a file name, in NFC, with only characters a reader can see; may be empty."""
    text = unicodedata.normalize("NFC", name or "")
    text = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or _is_visible(character)
    )
    last = text.replace("\\", "/").rpartition("/")[2]
    return " ".join(last.translate(_FORBIDDEN).split()).rstrip(" .")


def _is_visible(character):
    # Category C holds controls, bidi and zero-width marks, lone surrogates and unassigned codes.
    return unicodedata.category(character)[0] != "C" and character not in _BLANK_LETTERS


def split_extension(name: str) -> tuple[str, str]:
    """Stem and lower-case extension without the dot: ("Отчёт", "pdf"); extension "" when there is none."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.lower()) if dot else (name, "")


def shown_name(stem: str, extension: str) -> str:
    """The name people see, with the extension the content really has, at most 120 characters long."""
    room = SHOWN_NAME_LIMIT - len(extension) - 1
    return f"{stem[:room].strip(' .') or NAMELESS}.{extension}"


def upload_path(instance, filename: str) -> str:
    """Name on the disk: year, month and 32 random hex digits, so that no user ever chooses a path."""
    extension = PurePosixPath(filename).suffix.lstrip(".").lower()
    if not (extension.isascii() and extension.isalnum() and len(extension) <= 5):
        extension = "bin"
    return f"{timezone.localdate():%Y/%m}/{secrets.token_hex(16)}.{extension}"
