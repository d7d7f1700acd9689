"""One spelling for the number of an act, however it is typed: «№123», «N 123», «123-ЗРК» are one number."""

import re

from language.cleaning import clean_text

DASHES = str.maketrans("‐‑‒–—−", "------")
# The sign before a number: «№», «№№», «N», «No.», «#».
SIGN = re.compile(r"(?:№|#|(?<!\w)N[oо°º]?\.?(?=\s*№*\s*\d))\s*", re.IGNORECASE)
# What some lists write after the number of a law.
ENDING = re.compile(r"(?<=\d)\s*-?\s*ЗРК(?!\w)", re.IGNORECASE)


def without_signs(text: str) -> str:
    """Return the text without «№» before numbers and «-ЗРК» after them, for looking an act up."""
    return SIGN.sub(" ", ENDING.sub("", text.translate(DASHES)))


def normal_number(text: str | None) -> str:
    """Return the number as it is kept: «№ 01-25 / 44» is «01-25/44», «40-п» is «40-П»."""
    bare = " ".join(without_signs(clean_text(text or "")).split())
    return re.sub(r"\s*([-/])\s*", r"\1", bare).strip(" ,.").upper()
