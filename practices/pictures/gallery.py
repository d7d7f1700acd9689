"""The pictures of a page: what the browser may choose from, and what a reader who saves data is spared."""

from collections.abc import Iterable
from dataclasses import dataclass

from practices.models import Attachment, Rendition

# On a telephone a picture takes the width of the page, elsewhere a column of the gallery.
SIZES = "(max-width: 34em) 92vw, 20rem"
# A reader who saves data, and has asked for pictures, gets the smallest.
SPARING_WIDTH = 360


@dataclass(frozen=True)
class Shown:
    """A picture with the sets of files from which the browser takes the one that fits."""

    picture: Attachment
    sources: list[tuple[str, str]]
    bytes: int

    @property
    def small(self):
        return f"{self.picture.get_absolute_url()}?size=small"


@dataclass(frozen=True)
class Gallery:
    """All pictures of a practice; `held_back` while the reader saves data and has not asked for them."""

    shown: list[Shown]
    held_back: bool
    sizes: str = SIZES

    def __bool__(self):
        return bool(self.shown)

    @property
    def bytes(self):
        """What they weigh at most when they are asked for."""
        return sum(shown.bytes for shown in self.shown)


def gallery(request, pictures: Iterable[Attachment]) -> Gallery:
    """The gallery for this reader, from pictures that have been read with their renditions."""
    sparing = request.headers.get("Save-Data", "").lower() == "on"
    shown = [_shown(picture, sparing) for picture in pictures]
    return Gallery(shown, held_back=sparing and request.GET.get("pictures") != "1")


def _shown(picture, sparing):
    rows = [row for row in picture.shown_in if not sparing or row.width <= SPARING_WIDTH] or picture.shown_in
    sources = []
    for format in Rendition.Format.values:
        of_format = [row for row in rows if row.format == format]
        if of_format:
            files = ", ".join(f"{row.get_absolute_url()} {row.width}w" for row in of_format)
            sources.append((f"image/{format}", files))
    # Not known before the renditions are made: then the small picture of the upload is sent.
    return Shown(picture, sources, max((row.size for row in rows if row.width <= SPARING_WIDTH), default=0))
