"""Spelling of addresses and names, so that one person is one account and a disguised name is seen."""

import re
import unicodedata

from language.cleaning import clean_text

WORD = re.compile(r"\w+")


def normal_email(text: str) -> str:
    """Return the one spelling under which an address is stored and compared.

    Compatibility forms are folded, case is ignored and an international domain is written in ASCII;
    a domain that cannot be written so is left for the form to refuse.
    """
    local, at, domain = unicodedata.normalize("NFKC", text.strip()).lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return f"{local}{at}{domain}"
    return f"{local}{at}{domain}"


def one_line(text: str) -> str:
    """Return a name on one line, without what nobody sees."""
    return " ".join(clean_text(text).split())


def mixes_alphabets(text: str) -> bool:
    """Tell whether one word holds letters of two alphabets, as in «Мэрия» with a Latin M."""
    return any(len(alphabets_of(word)) > 1 for word in WORD.findall(text))


def alphabets_of(word: str) -> set[str]:
    """Return the alphabets of the letters of a word: LATIN, CYRILLIC, GREEK …"""
    return {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()}
