"""Readable Latin addresses from Kyrgyz and Russian titles."""

import re
import unicodedata

from language.folding import repair

# Usage on Kyrgyz sites and road signs: Чүй → chui, Жаңы-Жол → jangy-jol, Ысык-Көл → ysyk-kol.
LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "ң": "ng", "о": "o", "ө": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    # Neighbours' letters met in names.
    "қ": "k", "ғ": "g", "ә": "a", "і": "i", "һ": "h", "ҳ": "h", "ў": "u", "ҷ": "j", "ӣ": "i", "ӯ": "u",
    "є": "ye", "ї": "yi", "ґ": "g", "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe",
}
TABLE = str.maketrans(LATIN)
MAX_LENGTH = 60
FALLBACK = "page"
NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slugify(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return lower-case Latin words joined by hyphens, safe in an address.

    «Өзүн-өзү башкаруу» → «ozun-ozu-bashkaruu». At most max_length characters (60 unless told), cut at
    the end of a word if there is one.
    Never empty: a text without letters and digits gives «page». Different texts may give the same slug
    (кол and көл → kol), so an address carries a number or the caller keeps slugs unique.
    Never raises on any string.
    """
    latin = repair(text.replace("№", " ")).lower().translate(TABLE)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    slug = NOT_SLUG.sub("-", plain.lower()).strip("-")
    return _cut(slug, max_length) or FALLBACK


def _cut(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    whole_words = slug[: max_length + 1].rpartition("-")[0]
    return (whole_words or slug[:max_length]).strip("-")
