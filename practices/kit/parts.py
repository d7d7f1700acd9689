"""What a kit holds. A section that has something for it names a function here, when the portal is put together.

The function gets the practice as its page reads it, speaks the language of the page, and gives pieces one
after another, so that only one is in memory at a time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models.fields.files import FieldFile

from practices.models import Practice

# Documents and whatever else would make the archive larger is listed by its address instead.
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Piece:
    """One file of a kit; `about` is its line in the list of what is inside."""

    name: str
    about: str
    content: bytes | FieldFile
    folder: str = ""
    # Where it is read when it is too big to be taken along.
    url: str = ""
    # Papers are numbered in the order in which they are read, whatever is not there.
    is_numbered: bool = False

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else self.content.size


_makers: dict[str, tuple[int, Callable[[Practice], Iterable[Piece]]]] = {}


def add_part(name: str, order: int, make: Callable[[Practice], Iterable[Piece]]) -> None:
    """Take the pieces that a function makes into every kit; parts stand in their order."""
    if _makers.setdefault(name, (order, make)) != (order, make):
        raise ValueError(f"Two parts of the kit are named {name}.")


def pieces_of(practice: Practice) -> Iterator[Piece]:
    """All pieces of the kit of a practice, made one after another."""
    number = 0
    for _order, make in sorted(_makers.values(), key=lambda part: part[0]):
        for piece in make(practice):
            number += piece.is_numbered
            yield replace(piece, name=f"{number:02} {piece.name}") if piece.is_numbered else piece
