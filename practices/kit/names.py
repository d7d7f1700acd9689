"""Names inside an archive: readable on Windows and Android, never leading outside, never twice the same."""

from publishing.uploads import clean_name
from publishing.uploads.names import NAMELESS, split_extension

LONGEST = 80
# Names that Windows keeps for its devices, with any extension.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def safe_name(name: str) -> str:
    """The name as any system may store it: at most 80 characters, the extension kept."""
    stem, extension = split_extension(clean_name(name).lstrip("."))
    extension = "".join(letter for letter in extension if letter.isascii() and letter.isalnum())[:5]
    stem = stem[: LONGEST - 6].strip(" .") or NAMELESS
    if stem.partition(".")[0].strip().lower() in DEVICES:
        stem = f"_{stem}"
    return f"{stem}.{extension}" if extension else stem


class Names:
    """The names given so far: «a.pdf» is followed by «a (2).pdf», since neither system tells A from a."""

    def __init__(self):
        self.taken = set()

    def give(self, name: str, folder: str = "") -> str:
        """A path in the archive that nothing else has."""
        name, number = safe_name(name), 1
        stem, extension = split_extension(name)
        given = name
        while f"{folder}/{given}".casefold() in self.taken:
            number += 1
            given = f"{stem} ({number})" + (f".{extension}" if extension else "")
        self.taken.add(f"{folder}/{given}".casefold())
        return f"{folder}/{given}" if folder else given
