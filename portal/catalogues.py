"""Message catalogues of both languages: where they lie, how they are renewed and compiled.

`locale/` holds the portal's own messages, `locale/packages/` completes and corrects those of Django and
of the add-ons. Compiled files are not kept in the repository; they are made here, without gettext tools
and without Django's settings, so that a launcher may call this before anything else.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import polib

from portal.extraction import Message

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"
PACKAGES_DIR = LOCALE_DIR / "packages"
# Kyrgyz nouns stay singular after a number.
PLURAL_FORMS = {
    "ky": "nplurals=1; plural=0;",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
}
LINE_WIDTH = 110


def path_of(language: str, *, root: Path = LOCALE_DIR, domain: str = "django") -> Path:
    return root / language / "LC_MESSAGES" / f"{domain}.po"


def compile_all(root: Path = LOCALE_DIR) -> list[Path]:
    """Compile every catalogue that changed since it was compiled and return the ones compiled now."""
    return [path for path in sorted(root.rglob("LC_MESSAGES/*.po")) if compile_one(path)]


def compile_one(path: Path) -> bool:
    """Compile a catalogue unless the compiled file bears the same time as its source.

    Several processes may start at once: the new file takes its place in one step.
    """
    compiled = path.with_suffix(".mo")
    changed = path.stat().st_mtime_ns
    if compiled.exists() and compiled.stat().st_mtime_ns == changed:
        return False
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    polib.pofile(str(path)).save_as_mofile(str(unfinished))
    os.utime(unfinished, ns=(changed, changed))
    os.replace(unfinished, compiled)
    return True


def form_count(language: str) -> int:
    """Return how many plural forms a message has in the language."""
    return int(PLURAL_FORMS[language].partition(";")[0].removeprefix("nplurals="))


def opened(path: Path, language: str) -> polib.POFile:
    """Open a catalogue, or begin one; the header carries no dates, so that only messages change it."""
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    catalogue.wrapwidth = LINE_WIDTH
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    return catalogue


def key_of(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""


def renewed(catalogue: polib.POFile, messages: Iterable[Message], language: str) -> polib.POFile:
    """Return the catalogue with exactly these messages; known translations stay, new ones are empty."""
    known = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    catalogue.clear()
    for message in messages:
        old = known.get(message.key) or polib.POEntry()
        entry = polib.POEntry(
            msgid=message.singular, msgctxt=message.context or None, tcomment=old.tcomment
        )
        if message.plural:
            entry.msgid_plural = message.plural
            forms = old.msgstr_plural or {0: old.msgstr}
            entry.msgstr_plural = {i: forms.get(i, "") for i in range(form_count(language))}
        else:
            entry.msgstr = old.msgstr or old.msgstr_plural.get(0, "")
        catalogue.append(entry)
    return catalogue


def untranslated(catalogue: polib.POFile) -> list[str]:
    """Return the messages that lack a translation or one of its forms, or are marked as doubtful."""
    return [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]


def save(catalogue: polib.POFile, path: Path) -> None:
    """Write the catalogue in alphabetical order of its messages."""
    catalogue.sort(key=key_of)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
