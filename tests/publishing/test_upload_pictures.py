"""A picture comes out clean, upright and small, or does not come in."""

import io

import pytest
from PIL import Image

from tests.publishing import hostile_files as files
from tests.publishing.uploading import check, refusal


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.jpg", "WEBP")],
)
def test_picture_of_each_kind_becomes_webp_in_two_sizes(name, kind):
    checked = check(name, files.picture(kind, (2000, 1000)))
    assert (checked.kind, checked.extension, checked.content_type) == ("picture", "webp", "image/webp")
    assert checked.shown_name == "a.webp"
    assert (checked.width, checked.height) == (1600, 800)
    assert (checked.small.width, checked.small.height) == (480, 240)
    for rendition in (checked, checked.small):
        image = Image.open(rendition.content)
        assert (image.format, image.size) == ("WEBP", (rendition.width, rendition.height))


def test_small_picture_is_not_enlarged():
    checked = check("a.png", files.picture("PNG", (20, 10)))
    assert (checked.width, checked.height, checked.small.width) == (20, 10, 20)


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("1", 1), ("L", 200), ("LA", (200, 100)), ("P", 3), ("RGBA", (1, 2, 3, 100)), ("I;16", 40_000)],
)
def test_picture_of_each_colour_mode_is_accepted(mode, colour):
    assert check("a.png", files.picture("PNG", (20, 10), mode, colour)).width == 20


def test_picture_of_16_bit_grey_keeps_its_brightness():
    image = Image.open(check("a.png", files.picture("PNG", (20, 10), "I;16", 128 * 256)).content)
    assert image.convert("L").getpixel((5, 5)) == pytest.approx(128, abs=3)


def test_picture_in_print_colours_is_accepted():
    content = check("a.jpg", files.picture("JPEG", (20, 10), "CMYK", (255, 0, 0, 0))).content
    red, _, blue = Image.open(content).convert("RGB").getpixel((5, 5))
    assert blue > red


def test_transparent_picture_stays_transparent():
    checked = check("a.png", files.picture("PNG", (20, 10), "RGBA", (1, 2, 3, 0)))
    assert Image.open(checked.content).getpixel((5, 5))[3] == 0


def test_moving_picture_shows_its_first_frame():
    image = Image.open(check("a.webp", files.moving_picture()).content)
    assert getattr(image, "n_frames", 1) == 1
    red, green, _ = image.convert("RGB").getpixel((5, 5))
    assert red > 200 > green


def test_photo_loses_place_camera_and_comment():
    content = files.photo_with_place()
    assert b"Made by a camera" in content
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    checked = check("a.jpg", content)
    for rendition in (checked, checked.small):
        raw = rendition.content.read()
        assert not Image.open(io.BytesIO(raw)).getexif()
        assert not any(mark in raw for mark in (b"camera", b"script", b"Exif", b"EXIF", b"XMP", b"ICCP"))


def test_photo_taken_sideways_is_turned_upright():
    upright = Image.open(check("a.jpg", files.photo_with_place(orientation=6)).content)
    assert upright.size == (400, 800)
    left, right = upright.getpixel((50, 400)), upright.getpixel((350, 400))
    assert left[2] > 150 > left[0]
    assert right[0] > 150 > right[2]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_photo_with_broken_metadata_is_accepted():
    assert check("a.jpg", files.picture("JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")).width == 640
    assert check("a.png", files.picture("PNG", exif=b"Exif\x00\x00garbage")).width == 640
    assert check("a.jpg", files.picture("JPEG", icc_profile=b"not a profile")).width == 640


def test_picture_bomb_is_refused_before_decoding():
    content = files.png_bomb()
    assert len(content) < 100_000
    assert refusal("a.png", content) == "too_many_pixels"


def test_picture_over_the_pixel_limit_is_refused(settings):
    settings.UPLOAD_MAX_PIXELS = 1_000_000
    assert check("a.png", files.picture("PNG", (1000, 1000))).width == 1000
    assert refusal("a.png", files.picture("PNG", (1001, 1000))) == "too_many_pixels"


def test_picture_between_pillows_warning_and_error_is_refused():
    assert refusal("a.png", files.png_bomb(10_000, 10_000)) == "too_many_pixels"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_picture_is_refused(kind):
    image = Image.effect_noise((300, 300), 80)
    output = io.BytesIO()
    image.convert("RGB").save(output, kind)
    content = output.getvalue()
    assert check(f"a.{kind.lower()}", content)
    assert refusal(f"a.{kind.lower()}", content[: len(content) // 2]) == "damaged"
    assert refusal(f"a.{kind.lower()}", content[:16]) == "damaged"


def test_photo_of_endless_scans_is_refused():
    assert check("a.jpg", files.jpeg_of_many_scans(20))
    assert refusal("a.jpg", files.jpeg_of_many_scans(100)) == "damaged"


def test_photo_with_a_film_behind_it_is_accepted():
    assert check("a.jpg", files.picture() + b"\xff\xda\x00\x02" * 100_000).width == 640


def test_picture_that_is_also_a_page_keeps_only_the_picture():
    checked = check("a.jpg", files.picture() + files.PAGE + files.archive({"a.php": "<?php"}))
    assert b"<script" not in checked.content.read()
