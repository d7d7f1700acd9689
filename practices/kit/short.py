"""Texts cut to a length at the ends of sentences, and the text of a practice that fits into one message."""

import re
from collections.abc import Iterable

MESSAGE_LIMIT = 700
TITLE_LIMIT, GIST_LIMIT, STEP_LIMIT = 140, 320, 110
# After these a full stop ends no sentence: «2019 г.», «2-ж.», «млн. сом», «ст. 5», «Ш. Абдылдаев».
_NO_END = re.compile(
    r"(?:^|[\s(«])(?:[гжпчс]|гг|жж|ст|ул|им|т|тыс|млн|млрд|миң|руб|см|др|пр|[A-ZА-ЯЁҢӨҮ])\.$|-ж\.$", re.IGNORECASE
)
_END = re.compile(r"[.!?…]+[»”\")]*(?=\s|$)")


def sentences(text: str) -> list[str]:
    """Part a text into its sentences; lines are parted too, and no letter is lost but the space between."""
    found = []
    for line in text.splitlines():
        start = 0
        for end in _END.finditer(line):
            if _NO_END.search(line[start : end.end()]) and end.end() < len(line):
                continue
            found.append(line[start : end.end()].strip())
            start = end.end()
        found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def cut(text: str, limit: int) -> str:
    """The text on one line in at most so many characters: whole sentences, or one cut after a word with «…»."""
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept or cut_words(text, limit)


def cut_words(text: str, limit: int) -> str:
    """The text on one line, cut after a whole word; a single word longer than the limit is cut inside."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    if limit < 2:
        return ""
    room = text[: limit - 1]
    whole = room.rpartition(" ")[0] if text[limit - 1] != " " else room
    return f"{(whole or room).rstrip(' ,;:—–-.')}…"


def short_text(
    *, title: str, gist: str, facts: Iterable[str], steps_heading: str, steps: Iterable[str], link: str,
    limit: int = MESSAGE_LIMIT,
) -> str:
    """A practice in one message: title, gist, facts and as many steps as fit; the link always stands at the end.

    Every part is cut at the end of a sentence or a word; «…» after the steps says that there are more.
    """
    room = limit - len(link) - 2
    if room < 2:
        return link[:limit]
    blocks = [cut_words(title, min(TITLE_LIMIT, room))]
    for part in (cut(gist, GIST_LIMIT), "\n".join(fact for fact in facts if fact)):
        if part and len("\n\n".join([*blocks, part])) <= room:
            blocks.append(part)
    taken = _steps(steps_heading, steps, room - len("\n\n".join(blocks)) - 2)
    return "\n\n".join([*filter(None, [*blocks, taken]), link])


def _steps(heading, steps, room):
    """A heading and numbered steps in the room there is; nothing when not even one fits."""
    lines, waiting = [heading], [cut(step, STEP_LIMIT) for step in steps if step]
    for number, step in enumerate(waiting, start=1):
        line, last = f"{number}. {step}", number == len(waiting)
        if len("\n".join([*lines, line])) + (0 if last else 2) > room:
            break
        lines.append(line)
    if len(lines) == 1:
        return ""
    return "\n".join(lines if len(lines) > len(waiting) else [*lines, "…"])
