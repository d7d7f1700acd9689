"""What becomes of a picture, whatever it is."""

import io

import pytest
from PIL import Image

from practices.pictures.drawing import BUDGETS, budget_of, draw, encoded, widths_for
from publishing.uploads import UploadRefused
from tests.publishing import hostile_files

FORMATS = ["avif", "webp"]


def photo(width=1600, height=1200):
    """Shapes and grain, as a photograph has both."""
    shapes = Image.effect_mandelbrot((width, height), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    return Image.blend(shapes, Image.effect_noise((width, height), 30).convert("RGB"), 0.3)


def as_file(image, kind="WEBP", **options):
    output = io.BytesIO()
    image.save(output, kind, **options)
    return io.BytesIO(output.getvalue())


def drawn(file, widths=(360,), formats=("webp",)):
    return list(draw(file, {(format, width) for format in formats for width in widths}))


def opened(rendition):
    return Image.open(io.BytesIO(rendition.content))


@pytest.mark.parametrize(("width", "widths"), [
    (1600, [360, 720, 1440]), (1440, [360, 720, 1440]), (1000, [360, 720, 1000]), (720, [360, 720]),
    (500, [360, 500]), (360, [360]), (100, [100]), (1, [1]),
])
def test_picture_is_never_enlarged(width, widths):
    assert widths_for(width) == widths


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("width", "limit"), [(360, 25 * 1024), (720, 70 * 1024)])
@pytest.mark.parametrize("source", [photo(), Image.effect_noise((1600, 1200), 250).convert("RGB")])
def test_rendition_fits_its_budget_even_when_it_is_noise(source, width, limit, format):
    rendition = drawn(as_file(source), [width], [format])[0]
    assert len(rendition.content) <= limit == BUDGETS[width]
    assert opened(rendition).format == format.upper()
    assert opened(rendition).size == (width, width * 3 // 4) == (rendition.width, rendition.height)


def test_budget_of_a_width_between_two_is_that_of_the_wider():
    assert [budget_of(width) for width in (1, 360, 361, 720, 721, 1440)] == [
        BUDGETS[360], BUDGETS[360], BUDGETS[720], BUDGETS[720], BUDGETS[1440], BUDGETS[1440],
    ]


def test_simple_picture_keeps_the_best_quality():
    plain = Image.new("RGB", (360, 270), "#0b4f6c")
    assert encoded(plain, "webp", 25_000) == encoded(plain, "webp", 10_000_000)


@pytest.mark.parametrize("format", FORMATS)
def test_place_and_camera_are_gone(format):
    file = io.BytesIO(hostile_files.photo_with_place())
    assert b"Exif" in file.getvalue()
    rendition = drawn(file, [360], [format])[0]
    assert not opened(rendition).getexif()
    assert b"Exif" not in rendition.content and b"http://ns.adobe" not in rendition.content


@pytest.mark.parametrize("source", [
    Image.new("CMYK", (800, 600), (200, 10, 10, 0)), Image.new("L", (800, 600), 99),
    Image.new("1", (800, 600), 1), Image.new("P", (800, 600), 3),
])
def test_any_colour_space_is_shown(source):
    rendition = drawn(as_file(source, "JPEG" if source.mode in ("CMYK", "L") else "PNG"), [360])[0]
    assert opened(rendition).mode == "RGB"


def test_picture_of_16_bits_keeps_its_greys():
    source = Image.new("I;16", (800, 600), 128 * 256)
    shown = opened(drawn(as_file(source, "PNG"), [360])[0]).convert("L")
    assert abs(shown.getpixel((10, 10)) - 128) < 6


@pytest.mark.parametrize("format", FORMATS)
def test_transparency_stays(format):
    source = Image.new("RGBA", (800, 600), (200, 0, 0, 0))
    assert opened(drawn(as_file(source, "PNG"), [360], [format])[0]).mode == "RGBA"


def test_first_of_moving_pictures_is_shown():
    rendition = drawn(io.BytesIO(hostile_files.moving_picture()), [1])
    assert [getattr(opened(one), "n_frames", 1) for one in rendition] == [1]


def test_panorama_and_strip_keep_their_proportions():
    assert [(one.width, one.height) for one in drawn(as_file(Image.new("RGB", (1600, 1))), [360])] == [(360, 1)]
    assert [(one.width, one.height) for one in drawn(as_file(Image.new("RGB", (2, 1600))), [2])] == [(2, 1600)]


def test_width_that_the_picture_does_not_have_is_passed_over():
    assert [one.width for one in drawn(as_file(photo(500, 400)), [360, 720])] == [360]


@pytest.mark.parametrize("content", [
    b"", b"no picture", hostile_files.SVG, hostile_files.picture()[:200], hostile_files.png_bomb(),
])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(UploadRefused):
        drawn(io.BytesIO(content))
