"""The drawn pictures of the demonstration copy."""

import io
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from practices.demo.illustrations import bars, way
from practices.demo.pictures import add_pictures
from tests import factories

DEMO = Path("practices/demo")
LONG = "Ыңгайлаштырылгандыктан " * 10


@pytest.mark.parametrize("content", [
    bars("Аталышы", "Название", [("Мурда", Decimal(14)), ("Азыр", Decimal(156))]),
    bars(LONG, LONG, [("Мурда", Decimal(0)), ("Азыр", Decimal(0))]),
    way("Аталышы", "Название", [("Кадам", "Шаг")]),
    way(LONG, LONG, [(LONG, LONG)] * 9),
])
def test_illustration_is_a_picture_of_one_size(content):
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (1440, 1080))
    assert len(image.getcolors(1 << 20)) > 2


def asked():
    found = {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DEMO.glob("*.toml"))}
    return {path: data for path, data in found.items() if data.get("pictures")}


def test_several_practices_have_pictures_with_captions_in_both_languages():
    assert len(asked()) >= 4
    for data in asked().values():
        for picture in data["pictures"]:
            assert set(picture["caption"]) == {"ky", "ru"} and all(picture["caption"].values())
            if picture["draw"] == "bars":
                row = data["indicators"][picture["indicator"] - 1]
                assert {"before", "after"} <= set(row)


@pytest.mark.django_db
def test_picture_is_sent_in_with_its_captions(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    practice = factories.draft()
    practice.indicators.create(name_ky="Жол", name_ru="Дороги", unit_ky="км", unit_ru="км", before=14, after=156)
    caption = {"ky": "Мурда 14, азыр 156", "ru": "Было 14, стало 156"}
    add_pictures(practice, [{"draw": "bars", "indicator": 1, "caption": caption}], by=practice.author)
    picture = practice.attachments.get()
    assert (picture.kind, picture.caption_ky, picture.caption_ru) == ("picture", caption["ky"], caption["ru"])
    assert (picture.width, picture.height) == (1440, 1080)
