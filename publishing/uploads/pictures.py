"""A picture is never kept as it came: it is drawn anew, so place, camera and anything hidden are gone."""

import io
import re
import struct
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from publishing.uploads.refusals import UploadRefused

PICTURE_FORMATS = ("JPEG", "PNG", "WEBP")
LARGE_SIDE = 1600
SMALL_SIDE = 480
QUALITY = 80

# A progressive JPEG is refined in about ten scans. Each takes 60 bytes and 30 ms for a large picture,
# so a file of the allowed size could keep a processor busy for an hour.
MAX_SCANS = 64
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9

_BROKEN_EXIF = (LookupError, OSError, OverflowError, SyntaxError, TypeError, ValueError, struct.error)
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Rendition:
    """One size of a picture, ready to be stored."""

    content: ContentFile
    width: int
    height: int
    extension: str = "webp"


def redraw(content: bytes, max_pixels: int) -> tuple[Rendition, Rendition]:
    """The picture as WebP, upright, without metadata: at most 1600 px and at most 480 px on the long side."""
    if count_scans(content) > MAX_SCANS:
        raise UploadRefused("damaged")
    with _refusing(max_pixels):
        large = drawn_anew(io.BytesIO(content), max_pixels)
        small = large.copy()
        small.thumbnail((SMALL_SIDE, SMALL_SIDE))
        return _encode(large), _encode(small)


def drawn_anew(file, max_pixels: int) -> Image.Image:
    """The picture upright, in plain colours, at most 1600 px on the long side; raises UploadRefused."""
    with _refusing(max_pixels), Image.open(file, formats=PICTURE_FORMATS) as source:
        _check_pixels(source, max_pixels)
        return _shrink(source)


@contextmanager
def _refusing(max_pixels):
    try:
        yield
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(max_pixels) from error
    except Exception as error:
        # On hostile input Pillow raises nearly everything; whatever it is, the picture cannot be drawn.
        raise UploadRefused("damaged") from error


def count_scans(content: bytes) -> int:
    """Number of scans of a JPEG, walked from segment to segment; 0 for other kinds of picture."""
    scans, place = 0, 2
    while content.startswith(b"\xff\xd8") and (found := _MARKER.search(content, place)):
        kind, start = found[0][1], found.end()
        if kind == _END_OF_IMAGE:
            break
        scans += kind == _START_OF_SCAN
        place = start + int.from_bytes(content[start : start + 2])
    return scans


def _check_pixels(source, max_pixels):
    # Checked here, after the header and before decoding, rather than by Image.MAX_IMAGE_PIXELS:
    # that is global to the process and only warns below twice its value.
    if source.width * source.height > max_pixels:
        raise _too_many_pixels(max_pixels)


def _too_many_pixels(max_pixels):
    return UploadRefused("too_many_pixels", limit=max_pixels // 1_000_000)


def _shrink(source):
    image = source
    if image.mode.startswith("I"):
        image = _from_16_bits(image)
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    # For JPEG this decodes at a fraction of the size, so it comes before everything else.
    image.thumbnail((LARGE_SIDE, LARGE_SIDE))
    image = _upright(_in_srgb(image, source.info.get("icc_profile")))
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def _from_16_bits(image):
    return image.convert("I").point(lambda value: value / 256).convert("L")


def _in_srgb(image, profile):
    # Phones photograph in wide colours; without the profile these look faded.
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        return ImageCms.profileToProfile(image, io.BytesIO(profile), _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _upright(image):
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN_EXIF:
        # A broken EXIF block is common in old photographs and no reason to refuse them.
        return image


def _encode(image):
    output = io.BytesIO()
    image.save(output, "WEBP", quality=QUALITY, exif=b"", xmp=b"", icc_profile=b"")
    return Rendition(ContentFile(output.getvalue()), image.width, image.height)
