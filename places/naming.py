"""How units of the country are named: kind words, addresses, alphabetical place, what a search reads."""

import re

from language.slugs import slugify
from language.terms import tokenise

LEADING_KIND = re.compile(r"^(г\.|город|с\.|село|айылный аймак( им\.| имени)?)\s+", re.IGNORECASE)
KYRGYZ_KIND = re.compile(r"\s+(облусу|району|шаары|айыл аймагы|айылы)$", re.IGNORECASE)
# «Сузакского», «Сузакском» ask for «Сузакский».
ADJECTIVE = re.compile(r"([сц]к)(ий|ая|ое|ого|ому|им|ом|ой|ую)$")
SUFFIXES = {
    "oblast": ("область", "облусу"),
    "district": ("район", "району"),
    "aiyl_aimak": ("айылный аймак", "айыл аймагы"),
}
PREFIXES = {"republican_city": ("г.", "шаары"), "city": ("г.", "шаары"), "village": ("с.", "айылы")}


def words_of(text: str) -> list[str]:
    """Return terms with the spellings of one name made equal: Джумгал and Жумгал, айыльный and айылный."""
    return [term.replace("дж", "ж").replace("ь", "").replace("ъ", "") for term in tokenise(text)]


# Words for a kind of unit; a search by them alone still works.
KIND_WORDS = frozenset(words_of(
    "г гор город города городе с село села селе айыл айылы район района районе району область области "
    "облус облусу шаар шаары айылный аилный айылного аймак аймака аймаке аймагы округ округа аа"
))


def full_names(kind: str, name_ru: str, name_ky: str) -> tuple[str, str]:
    """Return both names with the word for the kind where the source left it out: «г. Кант», «Кант шаары»."""
    if kind in SUFFIXES:
        word_ru, word_ky = SUFFIXES[kind]
        name_ru = name_ru if word_ru in name_ru.lower() else f"{name_ru} {word_ru}"
    else:
        word_ru, word_ky = PREFIXES[kind]
        name_ru = name_ru if LEADING_KIND.match(name_ru) else f"{word_ru} {name_ru}"
    name_ky = name_ky if name_ky.lower().endswith(word_ky) else f"{name_ky} {word_ky}"
    return name_ru, name_ky


def slug_for(kind: str, name_ky: str, parent_slug: str = "") -> str:
    """Return the address of a unit: «kant-shaary», «suzak-bagysh» (the district first), «suzak»."""
    bare = slugify(KYRGYZ_KIND.sub("", name_ky))
    if kind == "city":
        return f"{bare}-shaary"
    return f"{parent_slug}-{bare}" if kind in ("aiyl_aimak", "village") else bare


def alphabetical_name(name: str) -> str:
    """Return the name as it stands in an alphabetical list: «г. Кант» under «К»."""
    return LEADING_KIND.sub("", name)


def searchable(*texts: str) -> str:
    """Return the words of the texts, each after a space, so that " wor" finds a word by its beginning."""
    spellings = [spelling for text in texts for spelling in (text, text.replace("-", ""))]
    words = dict.fromkeys(word for spelling in spellings for word in words_of(spelling))
    return "".join(f" {word}" for word in words)


def asked_words(text: str) -> list[str]:
    """Return beginnings of words to look for; words for the kind count only when nothing else was typed."""
    words = [ADJECTIVE.sub(r"\1", word) for word in words_of(text)]
    telling = [word for word in words if word not in KIND_WORDS]
    return telling or words
