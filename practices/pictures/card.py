"""The card that a messenger shows with a link: what it says, how it is drawn, where it is kept."""

import io
import unicodedata
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from practices.badges import EVIDENCE
from practices.kit.qr import page_address
from practices.kit.short import cut_words
from practices.kit.words import som, told

FONTS = Path(__file__).parent / "fonts"
WIDTH, HEIGHT, EDGE = 1200, 630, 64
# Grows when cards are drawn otherwise: the old ones are then drawn anew.
EDITION = 1
PAPER, INK, MUTED, BLUE, GOLD, WHITE = "#faf7f2", "#1f2328", "#565c64", "#083a50", "#f2b632", "#ffffff"
LINE = WIDTH - 2 * EDGE
PORTAL_SIZES = (34, 30, 26, 20)
TITLE_SIZES, TITLE_HEIGHT, SPACING = (64, 56, 48, 42, 36), 250, 1.18
# The letters that the fonts here have.
DRAWN = set("ЁёҢңҮүӨө §©«­»°±·×–—‘’‚“”„•…‰‹›№←↑→↓−") | {chr(code) for code in (*range(32, 127), *range(0x410, 0x450))}


@dataclass(frozen=True)
class Card:
    """The words of a card, in one language."""

    portal: str
    title: str
    place: str = ""
    marks: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Changes with every word."""
        return sha256(repr((EDITION, astuple(self))).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class CardAddress:
    """Where the card of a practice is read, and its words for those who do not see it."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def words_for(practice) -> Card:
    """The card of a practice in the language of the page."""
    marks = [
        practice.get_kind_display(), practice.years_text, som(practice.cost_total), *_repeated(practice),
        EVIDENCE.get(practice.evidence_level),
    ]
    return Card(
        portal=_("Portal of best practice of local self-government"),
        title=cut_words(told(practice, "title"), 160),
        place=cut_words(practice.place_text, 90),
        marks=tuple(str(mark) for mark in marks if mark),
    )


def _repeated(practice):
    return [_("Repeats: %(number)s") % {"number": practice.repeats}] if practice.repeats else []


def card_of(practice) -> CardAddress:
    """The address changes with the card, so that messengers fetch the new one."""
    words = words_for(practice)
    path = reverse("practices:card", args=[practice.pk])
    return CardAddress(url=page_address(f"{path}?v={words.version}"), alt=told(practice, "title"))


def place_of(practice_pk: int, words: Card) -> str:
    """The name under which the card is stored; those of one practice lie together."""
    return f"{folder_of(practice_pk)}/{get_language()}-{words.version}.png"


def folder_of(practice_pk: int) -> str:
    return f"cards/{practice_pk}"


def drawable(text: str) -> str:
    """The text in the letters there are: accents fall off, what cannot be drawn is left out."""
    letters = (letter if letter in DRAWN else unicodedata.normalize("NFKD", letter) for letter in text)
    return " ".join("".join(part for letter in letters for part in letter if part in DRAWN).split())


def drawn(words: Card) -> bytes:
    """The card as a PNG of few colours, some 20 KB."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 104), fill=BLUE)
    draw.rectangle((0, 104, WIDTH, 110), fill=GOLD)
    _draw_portal(draw, words.portal)
    lines, font = _title(drawable(words.title))
    top = 150
    for line in lines:
        draw.text((EDGE, top), line, font=font, fill=INK)
        top += round(font.size * SPACING)
    font = _font("regular", 32)
    place = "\n".join(wrapped(drawable(words.place), font, LINE)[:2])
    draw.multiline_text((EDGE, top + 18), place, font=font, fill=MUTED, spacing=8)
    _draw_marks(draw, words.marks)
    output = io.BytesIO()
    # Letters on two grounds: 64 colours are enough for their edges.
    image.quantize(64, dither=Image.Dither.NONE).save(output, "PNG")
    return output.getvalue()


def _draw_portal(draw, name):
    """The name of the portal on its band, in the largest letters that fit."""
    fonts = [_font("regular", size) for size in PORTAL_SIZES]
    font = next((font for font in fonts if font.getlength(name) <= LINE), fonts[-1])
    draw.text((EDGE, 54), name, font=font, fill=WHITE, anchor="lm")


def _draw_marks(draw, marks):
    """Labels in a row at the foot; one for which there is no room is left out."""
    left, font = EDGE, _font("bold", 30)
    for mark in map(drawable, marks):
        width = round(font.getlength(mark)) + 48
        if left + width > WIDTH - EDGE:
            continue
        draw.rounded_rectangle((left, 534, left + width, 594), radius=10, fill="#e3eef3")
        draw.text((left + 24, 564), mark, font=font, fill="#0b4f6c", anchor="lm")
        left += width + 18


def _font(weight, size):
    return ImageFont.truetype(FONTS / f"golos-{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


def _title(text):
    """The title in the largest letters that leave room for the rest; at the smallest it loses its end."""
    for size in TITLE_SIZES:
        lines = wrapped(text, _font("bold", size), LINE)
        most = int(TITLE_HEIGHT // (size * SPACING))
        if len(lines) <= most:
            return lines, _font("bold", size)
    return [*lines[: most - 1], f"{lines[most - 1].rstrip('…')}…"], _font("bold", size)


def wrapped(text: str, font, width: int) -> list[str]:
    """The text in lines of the width; a word longer than a line is parted."""
    lines, line = [], ""
    for word in text.split():
        while font.getlength(word) > width:
            fits = next(end for end in range(len(word), 0, -1) if font.getlength(word[:end]) <= width)
            lines, line, word = [*lines, *filter(None, [line]), word[:fits]], "", word[fits:]
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > width:
            lines, line = [*lines, line], word
        else:
            line = longer
    return [*lines, line] if line else lines
