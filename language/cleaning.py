"""What is taken out of typed text before it is kept."""

import re
import unicodedata

# Controls (but not tab and line feed), bidirectional marks and overrides, zero-width characters,
# byte-order marks, lone surrogates. The zero-width joiner stays: emoji are built with it.
_REMOVED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
# More marks than this on one letter are a prank, not a language.
_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+")
_INVISIBLE = re.compile("^[\\s\u200d\ufe0f\u2800\u3164\u115f\u1160]*$")


def clean_text(text: str) -> str:
    """Return the text in NFC with line feeds only, without invisible controls and surrounding space.

    Text made only of invisible characters becomes empty. Linear time; cleaning twice changes nothing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _REMOVED.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = _MARKS.sub(r"\1", text).strip()
    return "" if _INVISIBLE.match(text) else text
