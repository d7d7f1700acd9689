"""One spelling for what people type in many: case, missing Kyrgyz letters, wrong alphabets."""

import re
import unicodedata

# Letters of other alphabets and old fonts that stand for a Kyrgyz letter wherever they are met.
STAND_INS = str.maketrans("ɵѳӫƟѲӪүұҮҰӊӈӉӇ", "өөөӨӨӨүүҮҮңңҢҢ")
# Latin letters that look like a Cyrillic one; only those that are the same to the eye in that case.
TWINS = str.maketrans("aceopxyöüABCEHKMOPTXYÖÜ", "асеорхуөүАВСЕНКМОРТХУӨҮ")
FOLDED = str.maketrans("ёөүң", "еоун")
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def fold(text: str) -> str:
    """Return the spelling under which a text is searched: the same for «Өнүктүрүү» and «онуктуруу».

    Lower case, ё→е, ө→о, ү→у, ң→н, look-alikes repaired (see `repair`), stress marks dropped, NFC.
    Soft and hard signs, punctuation and spaces stay. Idempotent: fold(fold(x)) == fold(x).
    Never raises on any string.
    """
    lowered = drop_marks(repair(text).lower())
    return unicodedata.normalize("NFC", lowered).translate(FOLDED)


def repair(text: str) -> str:
    """Replace letters of the wrong alphabet: ɵ ѳ ӫ → ө, ұ → ү, ӊ ӈ → ң, Latin «c» in «Кыргызcтан».

    Case stays. A word is repaired only when it mixes both alphabets and each of its Latin letters has
    a Cyrillic twin: «KOICAнын» stays. A hyphen ends a word: «IT-компания» stays. Stress marks are dropped.
    """
    composed = drop_marks(unicodedata.normalize("NFC", text)).translate(STAND_INS)
    return WORD.sub(_repair_word, composed)


def drop_marks(text: str) -> str:
    """Drop accents beside their letter (a stress over a vowel); «й» and «ё» are letters and stay."""
    if text.isascii():
        return text
    kept = (character for character in text if unicodedata.category(character) not in ("Mn", "Me"))
    return unicodedata.normalize("NFC", "".join(kept))


def _repair_word(match: re.Match) -> str:
    word = match.group()
    if not (LATIN.search(word) and CYRILLIC.search(word)):
        return word
    repaired = word.translate(TWINS)
    return word if LATIN.search(repaired) else repaired
