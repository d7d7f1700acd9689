"""The pages for paper, as pages of the portal and as files that need nothing beside them."""

import base64
import io

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from PIL import Image

from practices.kit.cost_table import cost_lines
from practices.kit.qr import page_address, qr_picture
from practices.kit.sheet import sheet_of
from publishing.history import page_notice, public_history
from publishing.uploads.checks import max_pixels
from publishing.uploads.pictures import drawn_anew

# Where a page of a file takes its style; the policy of the portal allows none inside a page of its own.
STYLE_MARK = "<!-- style -->"
PAPER_WIDTH, FILE_WIDTH = 360, 720
JPEG_QUALITY = 80
# What a storage says of a file that is no longer there.
LOST = (FileNotFoundError, IsADirectoryError)


def print_context(practice) -> dict:
    """What the print set of a practice shows, but for its pictures."""
    address = page_address(practice.get_absolute_url())
    return {
        "practice": practice,
        "notice": page_notice(practice, public_history(practice)),
        "steps": practice.steps.all(),
        "indicators": practice.indicators.all(),
        "costs": cost_lines(practice),
        "citations": practice.cited,
        "documents": [file for file in practice.attachments.all() if not file.is_picture],
        "sources": practice.sources.all(),
        "address": address,
        "qr": qr_picture(address),
    }


def pictures_of(practice) -> list:
    return [file for file in practice.attachments.all() if file.is_picture]


def print_file(practice) -> bytes:
    """The print set as one file, its pictures inside."""
    pictures = [{"picture": picture, "src": _inside(picture)} for picture in pictures_of(practice)]
    shown = [item for item in pictures if item["src"]]
    return _with_style("practices/kit/print.html", {**print_context(practice), "pictures": shown})


def sheet_file(practice) -> bytes:
    """The sheet for the gathering as one file."""
    return _with_style("practices/kit/sheet.html", {"practice": practice, "sheet": sheet_of(practice)})


def _with_style(template, context):
    page = render_to_string(template, {**context, "offline": True})
    return page.replace(STYLE_MARK, f"<style>{_style()}</style>", 1).encode()


def _style():
    """The style of paper with its letters inside, so that Ң, Ө and Ү are drawn alike everywhere."""
    style = _static("print.css").decode()
    font = base64.b64encode(_static("fonts/golos-portal.woff2")).decode()
    return style.replace("fonts/golos-portal.woff2", f"data:font/woff2;base64,{font}")


def _static(name):
    with open(finders.find(name), "rb") as file:
        return file.read()


def _inside(picture):
    """The picture as a `data:` address, or nothing when its file is lost."""
    file = _nearest(picture, PAPER_WIDTH)
    try:
        with file.storage.open(file.name, "rb") as stored:
            return f"data:image/webp;base64,{base64.b64encode(stored.read()).decode()}"
    except LOST:
        return ""


def _nearest(picture, width):
    """The WebP file of about this width; before renditions are made, the small picture of the upload."""
    made = [row for row in picture.shown_in if row.format == "webp" and row.width <= width]
    return made[-1].file if made else picture.small or picture.file


def picture_file(picture) -> bytes:
    """The picture in a format that old programs open too; raises UploadRefused, or LOST when there is none."""
    file = _nearest(picture, FILE_WIDTH)
    with file.storage.open(file.name, "rb") as stored:
        image = drawn_anew(stored, max_pixels())
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    image.thumbnail((FILE_WIDTH, FILE_WIDTH * 2))
    output = io.BytesIO()
    image.save(output, "JPEG", quality=JPEG_QUALITY)
    return output.getvalue()
