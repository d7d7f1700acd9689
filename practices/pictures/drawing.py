"""A picture in the sizes and formats that weak networks can carry; nothing here knows of the database."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image

from publishing.uploads.checks import max_pixels
from publishing.uploads.pictures import drawn_anew

KB = 1024
# Widths, and the most that a picture of the width may weigh.
BUDGETS = {360: 25 * KB, 720: 70 * KB, 1440: 220 * KB}
QUALITIES = {"avif": (58, 48, 38, 28), "webp": (78, 64, 50, 34, 20)}
# One thread: the worker's memory matters more than its haste.
OPTIONS = {"avif": {"speed": 8, "max_threads": 1}, "webp": {"method": 4}}
# When no quality is low enough, details go: noise weighs too much at any quality.
SOFTENED = (1, 2, 4, 8)
# So many times over the budget, a lower quality will not do.
HOPELESS = 3


@dataclass(frozen=True)
class Drawn:
    """One rendition, ready to be stored."""

    format: str
    width: int
    height: int
    content: bytes


def widths_for(width: int) -> list[int]:
    """The widths in which a picture of this width is shown: it is never enlarged."""
    return sorted({min(width, wanted) for wanted in BUDGETS})


def draw(file, wanted: Iterable[tuple[str, int]]) -> Iterator[Drawn]:
    """Draw the wanted (format, width) one after another; raises UploadRefused for what is no picture.

    The picture is read once, at a fraction of its size where its format allows it.
    """
    image = drawn_anew(file, max_pixels())
    for width in sorted({width for _format, width in wanted if width <= image.width}):
        height = max(1, round(image.height * width / image.width))
        small = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
        for format in sorted({format for format, of in wanted if of == width}):
            yield Drawn(format, width, height, encoded(small, format, budget_of(width)))


def budget_of(width: int) -> int:
    """The most that a picture of this width may weigh, in bytes."""
    return next(budget for widest, budget in BUDGETS.items() if width <= widest)


def encoded(image: Image.Image, format: str, budget: int) -> bytes:
    """The picture in the best quality that fits the budget, without place, camera or colour profile."""
    for softer in SOFTENED:
        softened = image if softer == 1 else image.reduce(softer).resize(image.size)
        for quality in QUALITIES[format]:
            content = _encode(softened, format, quality)
            if len(content) <= budget:
                return content
            if len(content) > HOPELESS * budget:
                break
    return content


def _encode(image, format, quality):
    output = io.BytesIO()
    bare = {"exif": b"", "xmp": b"", "icc_profile": b""}
    image.save(output, format.upper(), quality=quality, **bare, **OPTIONS[format])
    return output.getvalue()
