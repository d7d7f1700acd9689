"""The acts that come with the portal: a table that editors go on with in the administration."""

import csv
from datetime import date
from pathlib import Path

from law.models import Act

DATA = Path(__file__).parent / "data" / "acts.csv"
DAYS = ("adopted_on", "changed_on")
PLAIN = ("kind", "number", "state", *DAYS)
TEXTS = ("title_ky", "title_ru", "url_ky", "url_ru", "change_note_ky", "change_note_ru")


def read_acts() -> dict[str, dict]:
    """Return the rows of the table by their keys, with dates as dates."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    for row in rows.values():
        row |= {name: date.fromisoformat(row[name]) if row[name] else None for name in DAYS}
    return rows


def find(row) -> Act | None:
    """Return the act of the row, also when editors gave it another number or corrected its date."""
    titles = [row["title_ky"], row["title_ru"]]
    return Act.objects.known_as(row["kind"], row["number"], row["adopted_on"], titles).first()


def new_act(row) -> Act:
    """Return an act as the row tells it, not written yet and without what replaced it."""
    return Act(**{name: row[name] for name in (*PLAIN, *TEXTS)})
