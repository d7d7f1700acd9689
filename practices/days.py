"""Days as exactly as people know them: «2019», «05.2019» or «14.05.2019»."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

YEAR, MONTH, DAY = "year", "month", "day"
WRITTEN = {YEAR: "{0:%Y}", MONTH: "{0:%m.%Y}", DAY: "{0:%d.%m.%Y}"}
# What people add to a year: «2019 г.», «2019-ж.».
AFTER_A_YEAR = re.compile(r"[\s-]*(?:года?|г|жылы?|ж)\.?$")
FORMS = (
    re.compile(r"(?P<year>[0-9]{4})"),
    re.compile(r"(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})"),
    re.compile(r"(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?"),
)


@dataclass(frozen=True)
class KnownDay:
    """A day, and how much of it is known; a year or a month stands for its first or its last day."""

    day: date
    part: str = DAY

    def __str__(self):
        return written(self.day, self.part)


def written(day: date | None, part: str = DAY) -> str:
    """Write a day as short as it was meant; nothing for no day."""
    return WRITTEN.get(part, WRITTEN[DAY]).format(day) if day else ""


def read(text: str, *, last: bool = False) -> KnownDay:
    """Read what was typed; last takes the last day of a year or a month. Raises ValueError."""
    text = re.sub(r"\s+", "", AFTER_A_YEAR.sub("", text.strip().lower()))
    found = next(filter(None, (form.fullmatch(text) for form in FORMS)), None)
    if found is None:
        raise ValueError(text)
    parts = {name: int(value) for name, value in found.groupdict().items() if value}
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    if day is not None:
        return KnownDay(date(year, month, day), DAY)
    if month is not None:
        first = date(year, month, 1)
        return KnownDay(first.replace(day=monthrange(year, month)[1]) if last else first, MONTH)
    return KnownDay(date(year, 12, 31) if last else date(year, 1, 1), YEAR)
