"""What tables say of a municipality for comparing it with others, read into the values of our columns."""

import re

from places import naming
from places.models import Relief, SpokenLanguage

RELIEF_WORDS = {
    Relief.MOUNTAINS: ("mountains", "горы", "горный", "тоо", "тоолуу"),
    Relief.FOOTHILLS: ("foothills", "предгорье", "предгорный", "тоо этеги", "тоо этектери"),
    Relief.VALLEY: ("valley", "долина", "долинный", "өрөөн", "өрөөндүү"),
}
LANGUAGE_WORDS = {
    SpokenLanguage.KYRGYZ: ("ky", "кыргызский", "киргизский", "кыргызча"),
    SpokenLanguage.RUSSIAN: ("ru", "русский", "орусча"),
    SpokenLanguage.UZBEK: ("uz", "узбекский", "өзбекче"),
    SpokenLanguage.TAJIK: ("tg", "таджикский", "тажикче"),
    SpokenLanguage.DUNGAN: ("dng", "дунганский", "дунганча"),
    SpokenLanguage.OTHER: ("other", "другой", "башка"),
}
MOST_PEOPLE = 2_000_000


def _by_words(words: dict) -> dict[tuple[str, ...], str]:
    return {tuple(naming.words_of(name)): value for value, names in words.items() for name in names}


RELIEF_OF, LANGUAGE_OF = _by_words(RELIEF_WORDS), _by_words(LANGUAGE_WORDS)


def relief(text: str) -> str:
    """Return the relief that the text names in any of our languages; empty stays empty.

    Raises ValueError with a sentence for anything else.
    """
    return _found(RELIEF_OF, text, f"the relief «{text}» is not one of {', '.join(Relief.values)}")


def languages(text: str) -> list[str]:
    """Return the languages in a list with commas, semicolons or spaces between, each once, in our order.

    Raises ValueError with a sentence for a language that is not known.
    """
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    wrong = f"the languages «{text}» are not of {', '.join(SpokenLanguage.values)}"
    found = {_found(LANGUAGE_OF, part, wrong) for part in parts}
    return [code for code in SpokenLanguage.values if code in found]


def population(text: str) -> int | None:
    """Return the number of people, written with or without spaces; empty stays unknown.

    Raises ValueError with a sentence for what is no number of people.
    """
    digits = re.sub(r"\s", "", text)
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", digits) or not 0 < int(digits) <= MOST_PEOPLE:
        raise ValueError(f"«{text}» is not a number of people")
    return int(digits)


def _found(table: dict[tuple[str, ...], str], text: str, sentence: str) -> str:
    words = tuple(naming.words_of(text))
    if words and words not in table:
        raise ValueError(sentence)
    return table[words] if words else ""
