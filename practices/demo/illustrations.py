"""Simple pictures of our own for the demonstration practices: bars of a figure, and the way of the steps.

Attachments speak no language, so each picture bears its words in both.
"""

import io
from decimal import Decimal

from PIL import Image, ImageDraw, ImageFont

from practices.pictures.card import FONTS, wrapped

WIDTH, HEIGHT, EDGE = 1440, 1080, 90
PAPER, INK, MUTED, BLUE, TINT, GOLD = "#faf7f2", "#1f2328", "#565c64", "#0b4f6c", "#c4d9e3", "#f2b632"
BEFORE, AFTER = "Мурда / Было", "Азыр / Стало"
MOST_STEPS = 6


def bars(name_ky: str, name_ru: str, rows: list[tuple[str, Decimal]]) -> bytes:
    """A picture of figures as bars, each with its label; the longest takes the width."""
    image, draw = _sheet(name_ky, name_ru)
    room = (HEIGHT - 400) // len(rows)
    largest = max(value for _label, value in rows) or 1
    for number, (label, value) in enumerate(rows):
        top = 330 + number * room
        draw.text((EDGE, top), label, font=_font("regular", 40), fill=MUTED)
        width = round((WIDTH - 2 * EDGE - 260) * float(value / largest))
        bottom = top + min(room - 24, 150)
        draw.rectangle((EDGE, top + 60, EDGE + max(width, 6), bottom), fill=BLUE if number else TINT)
        place, figure = (EDGE + width + 30, (top + 60 + bottom) // 2), f"{value:f}".replace(".", ",")
        draw.text(place, figure, font=_font("bold", 56), fill=INK, anchor="lm")
    return _png(image)


def way(name_ky: str, name_ru: str, steps: list[tuple[str, str]]) -> bytes:
    """The steps of a practice as a way from circle to circle, in both languages."""
    image, draw = _sheet(name_ky, name_ru)
    shown = steps[:MOST_STEPS]
    room = (HEIGHT - 340) // len(shown)
    draw.line((EDGE + 36, 340, EDGE + 36, 340 + room * (len(shown) - 1) + 36), fill=GOLD, width=6)
    for number, (step_ky, step_ru) in enumerate(shown, start=1):
        top = 304 + (number - 1) * room
        draw.ellipse((EDGE, top, EDGE + 72, top + 72), fill=BLUE)
        draw.text((EDGE + 36, top + 36), str(number), font=_font("bold", 40), fill=PAPER, anchor="mm")
        draw.text((EDGE + 110, top - 6), _line(step_ky, "bold", 38), font=_font("bold", 38), fill=INK)
        draw.text((EDGE + 110, top + 42), _line(step_ru, "regular", 34), font=_font("regular", 34), fill=MUTED)
    return _png(image)


def _sheet(name_ky, name_ru):
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=GOLD)
    draw.text((EDGE, 80), _line(name_ky, "bold", 54, EDGE), font=_font("bold", 54), fill=INK)
    draw.text((EDGE, 160), _line(name_ru, "regular", 46, EDGE), font=_font("regular", 46), fill=MUTED)
    return image, draw


def _line(text, weight, size, left=EDGE + 110):
    """As much of the text as one line holds."""
    first, *rest = wrapped(text, _font(weight, size), WIDTH - left - EDGE) or [""]
    return f"{first.rstrip(' ,')}…" if rest else first


def _font(weight, size):
    return ImageFont.truetype(FONTS / f"golos-{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


def _png(image):
    output = io.BytesIO()
    image.save(output, "PNG")
    return output.getvalue()
