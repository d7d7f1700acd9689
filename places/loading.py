"""The portal's own list of units (places/data): what a new copy starts with."""

import csv
import datetime
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from places import facts
from places.models import Territory

DATA_DIR = Path(__file__).parent / "data"
# Parents before what is part of them.
FILES = ("oblasts.csv", "districts.csv", "cities.csv", "aiyl_aimaks.csv")
PLAIN = ("kind", "name_ky", "name_ru", "status_note_ky", "status_note_ru")
# What an older copy of the portal could not know: filled in where nobody has said anything yet.
FILLED_IN = ("relief", "languages")


@dataclass
class Loaded:
    """Addresses of units that were added, completed, set back to the files, or left although they differ."""

    added: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    reset: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    same: int = 0


@transaction.atomic
def load(*, overwrite: bool = False) -> Loaded:
    """Add the units that are missing; with overwrite, set existing ones back to the values of the files.

    Without it curators' changes stay as they are, and only relief and languages that are empty are filled
    in. A unit that curators have ended is never set back.
    """
    result = Loaded()
    units = {unit.slug: unit for unit in Territory.objects.all()}
    # The same unit may have come earlier from the classifier, under another address.
    by_code = {unit.coate: unit for unit in units.values() if unit.coate}
    for rows in read_files():
        missing = []
        for row in rows:
            known = units.get(row["slug"]) or by_code.get(row["coate"])
            units[row["slug"]] = known or _new(row, units)
            if known:
                _compare(known, row, units, overwrite, result)
            else:
                missing.append(units[row["slug"]])
        result.added += [unit.slug for unit in Territory.objects.bulk_create(missing)]
        _link_successors(rows, units, {*result.added, *result.reset})
    return result


def read_files() -> list[list[dict[str, str]]]:
    """Return the rows of each file; a parent stands in an earlier file than what is part of it."""
    texts = [(DATA_DIR / name).read_text(encoding="utf-8") for name in FILES]
    return [list(csv.DictReader(text.splitlines())) for text in texts]


def _new(row: dict[str, str], units: dict[str, Territory]) -> Territory:
    unit = Territory(slug=row["slug"], **_values(row, units))
    # Rows are written many at once, past save().
    unit.fill_derived(units[row["parent"]].path if row["parent"] else "/")
    return unit


def _compare(unit: Territory, row: dict[str, str], units: dict, overwrite: bool, result: Loaded) -> None:
    wanted = _values(row, units)
    empty = [name for name in FILLED_IN if wanted[name] and not getattr(unit, name)]
    if empty and not overwrite:
        for name in empty:
            setattr(unit, name, wanted[name])
        unit.save(update_fields=empty)
        result.filled.append(row["slug"])
    elif all((getattr(unit, name) or None) == (value or None) for name, value in wanted.items()):
        result.same += 1
    elif overwrite and not (unit.valid_to and not row["valid_to"]):
        for name, value in wanted.items():
            setattr(unit, name, value)
        unit.save()
        result.reset.append(row["slug"])
    else:
        result.left.append(row["slug"])


def _values(row: dict[str, str], units: dict[str, Territory]) -> dict:
    return {
        **{name: row[name] for name in PLAIN},
        "coate": row["coate"] or None,
        "parent_id": units[row["parent"]].pk if row["parent"] else None,
        "valid_from": _date(row["valid_from"]),
        "valid_to": _date(row["valid_to"]),
        "population": int(row["population"]) if row["population"] else None,
        "lon": float(row["lon"]) if row["lon"] else None,
        "lat": float(row["lat"]) if row["lat"] else None,
        "relief": facts.relief(row["relief"]),
        "languages": facts.languages(row["languages"]),
    }


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _link_successors(rows: list[dict[str, str]], units: dict[str, Territory], touched: set[str]) -> None:
    linked = [row for row in rows if row["successor"] and row["slug"] in touched]
    for row in linked:
        units[row["slug"]].successor = units[row["successor"]]
    Territory.objects.bulk_update([units[row["slug"]] for row in linked], ["successor"])
