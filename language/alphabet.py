"""Kyrgyz alphabetical order for places where the database knows no Kyrgyz collation."""

import re
import unicodedata

from language.folding import drop_marks

# The order of the Kyrgyz alphabet (36 letters): ң after н, ө after о, ү after у, ё a letter of its own.
LETTERS = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
# A block of consecutive characters above all Latin letters and digits, so that Cyrillic comes last.
FIRST_KEY = 0x0430
KEYS = {ord(letter): chr(FIRST_KEY + place) for place, letter in enumerate(LETTERS)}
# Everything that is neither Latin nor Kyrgyz goes behind «я».
FOREIGN = "\ue000"
NUMBER_WIDTH = 12
# Keys are indexed; two hundred characters decide any order that a reader can see.
KEY_LENGTH = 200
# Digits, then letters; what stands between them (spaces, hyphens, quotes, «№») separates words.
PIECES = re.compile(r"(\d+)|([^\W\d_]+)")


def sort_key(text: str) -> str:
    """Return a key whose plain order (bytes, code points, COLLATE "C") is the Kyrgyz alphabetical order.

    Case, accents and punctuation do not count; a hyphen equals a space and a shorter word comes first.
    Digits come before Latin letters, Latin before Cyrillic; numbers of up to 12 digits sort by value
    («2» before «10»). Russian names fall into Russian order too, with «ё» between «е» and «ж».
    At most 200 characters; empty for a text without letters and digits. Never raises on any string.
    Source of the order: the alphabet of the state language (36 letters).
    """
    plain = drop_marks(unicodedata.normalize("NFC", text)).lower()
    words = [_number(digits) if digits else _word(letters) for digits, letters in PIECES.findall(plain)]
    return " ".join(words)[:KEY_LENGTH].rstrip()


def _number(digits: str) -> str:
    ascii_digits = "".join(str(unicodedata.decimal(digit)) for digit in digits)
    return ascii_digits.lstrip("0").zfill(NUMBER_WIDTH)


def _word(letters: str) -> str:
    return "".join(KEYS.get(ord(letter)) or _other(letter) for letter in letters)


def _other(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalnum() else FOREIGN + letter
