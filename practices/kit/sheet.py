"""One sheet for the village gathering: what is read from a wall, and no more than one page can hold."""

from dataclasses import replace

from practices.kit.qr import page_address, qr_picture
from practices.kit.short import cut, cut_words
from practices.kit.words import told_shortly
from publishing.templatetags.publishing import translated

TITLE, GIVES, STEP, HOW, FIGURE, CONTACT, PLACE = 110, 240, 95, 130, 70, 170, 90
MOST_STEPS, MOST_FIGURES = 6, 3
# For each part of the sheet the letters in a line and its height in mm, as static/print.css sets them.
LINES = {"title": (34, 10.5), "place": (60, 6.5), "gives": (52, 7.2), "name": (58, 8), "how": (66, 6)}
# The height that is left of the page beside these parts, with figures and without.
ROOM_MM, FIGURES_MM = 185, 24


def sheet_of(practice) -> dict:
    """What stands on the sheet of a practice, cut to its room; the QR code leads to the rest."""
    title, steps = translated(practice, "title"), list(practice.steps.all())
    address = page_address(practice.get_absolute_url())
    sheet = {
        "title": replace(title, text=cut_words(title.text, TITLE)),
        "gives": told_shortly(practice, "summary", GIVES),
        "place": cut_words(practice.place_text, PLACE),
        "steps": [_step(step) for step in steps[:MOST_STEPS]],
        "more_steps": max(0, len(steps) - MOST_STEPS),
        "figures": [_figure(row) for row in practice.indicators.all()[:MOST_FIGURES]],
        "contact": told_shortly(practice, "contact_post", CONTACT),
        "address": address,
        "qr": qr_picture(address),
    }
    # How the steps are done is told of all of them or of none.
    sheet["tells_how"] = height_of(sheet) <= ROOM_MM - (FIGURES_MM if sheet["figures"] else 0)
    return sheet


def height_of(sheet: dict) -> float:
    """About how many millimetres of the page its texts take when the steps tell how."""
    texts = [("title", sheet["title"].text), ("place", sheet["place"]), ("gives", sheet["gives"].text)]
    texts += [(part, step[part].text) for step in sheet["steps"] for part in ("name", "how") if step[part]]
    return sum(-(-len(text) // LINES[part][0]) * LINES[part][1] for part, text in texts)


def _step(step):
    """Its name and the first words of how it is done; these alone when it has no name."""
    name, how = translated(step, "title"), translated(step, "text")
    if not name:
        name, how = how, None
    return {"name": replace(name, text=cut(name.text, STEP)), "how": how and replace(how, text=cut(how.text, HOW))}


def _figure(row):
    name, unit = translated(row, "name"), translated(row, "unit")
    return {"name": replace(name, text=cut_words(name.text, FIGURE)), "unit": unit, "row": row}
