"""From text to PostgreSQL search literals, made here so that any PostgreSQL finds the same."""

import re
from collections.abc import Iterable

from language.folding import fold

# A number and the letters written against it are two terms: «2024-ж.» and «2024г.» both give 2024.
TERM = re.compile(r"\d+|[^\W\d_]+")
WEIGHTS = "ABCD"
# Limits of PostgreSQL's tsvector; a lexeme may have 2 KB there, no word of ours needs so much.
MAX_POSITION = 16383
MAX_POSITIONS = 255
MAX_LEXEME = 100
# PostgreSQL refuses a vector above 1 MB; the rest is left for its own bookkeeping.
MAX_BYTES = 900_000
# So far apart are two fields that a phrase cannot run from one into the next.
FIELD_GAP = 5
MAX_QUERY_WORDS = 12


def tokenise(text: str) -> list[str]:
    """Return the folded terms of a text in reading order, each at most 100 characters.

    Hyphens, quotes, «№» and all punctuation separate: «Ак-Суу» → ак, суу; «№ 123-б» → 123, б.
    The same function serves documents and queries. Never raises on any string.
    """
    return [term[:MAX_LEXEME] for term in TERM.findall(fold(text))]


def search_literal(weighted: Iterable[tuple[str, str]]) -> str:
    """Return a tsvector literal of (text, weight) pairs; weight "A" (strongest) to "D".

    Positions run through all texts with a gap between them and stop at 16383; a term keeps its first
    255 positions; terms beyond 900 KB are left out. The result always parses as ::tsvector and may be
    empty. Raises ValueError for a weight outside A–D, never for a text.
    """
    positions: dict[str, list[str]] = {}
    place, size = 0, 0
    for text, weight in weighted:
        if len(weight) != 1 or weight not in WEIGHTS:
            raise ValueError(f"A weight is one of A, B, C, D, not {weight!r}.")
        for term in tokenise(text):
            place = min(place + 1, MAX_POSITION)
            size += 2 if term in positions else len(term.encode()) + 8
            if size > MAX_BYTES:
                break
            found = positions.setdefault(term, [])
            if len(found) < MAX_POSITIONS:
                found.append(f"{place}{weight}")
        place = min(place + FIELD_GAP, MAX_POSITION)
    return " ".join(f"{_quote(term)}:{','.join(found)}" for term, found in positions.items())


def search_query(text: str) -> str | None:
    """Return a tsquery literal that asks for every word of the text, or None when there is nothing to ask.

    Words match by their beginning; of long words the last one or two letters are cut off first, since
    Kyrgyz and Russian inflect at the end. Numbers and single letters match whole. The first 12 different
    words count. The result always parses as ::tsquery, whatever was typed.
    """
    words = list(dict.fromkeys(tokenise(text)))[:MAX_QUERY_WORDS]
    return " & ".join(_condition(word) for word in words) or None


def _condition(word: str) -> str:
    if word.isdecimal() or len(word) == 1:
        return _quote(word)
    return f"{_quote(_beginning(word))}:*"


def _beginning(word: str) -> str:
    if len(word) < 6:
        return word
    return word[:-1] if len(word) < 8 else word[:-2]


def _quote(term: str) -> str:
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
