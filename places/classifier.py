"""The official classifier of units (COATE) as a table: reading the file and bringing the units up to it."""

import copy
import csv
import datetime
import io
import re
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction

from language.folding import repair
from places import facts, naming
from places.known import KnownUnits
from places.models import Territory, TerritoryKind

COLUMNS = ("coate", "name_ru", "name_ky", "kind", "district", "oblast", "valid_from")
# The classifier itself has none of these; a table may bring them, and an empty cell leaves what is known.
FACTS = {"population": facts.population, "relief": facts.relief, "languages": facts.languages}
# Parents are taken before what is part of them, whatever the order of lines.
RANKS = {kind: rank for rank, kind in enumerate(TerritoryKind.values)}
KIND_NAMES = {
    "oblast": ("область", "облус"),
    "republican_city": ("город республиканского значения", "республикалык маанидеги шаар"),
    "district": ("район",),
    "city": ("город", "шаар", "г."),
    "aiyl_aimak": ("айылный аймак", "аильный аймак", "айылный округ", "айыл аймагы", "а/а"),
    "village": ("село", "айыл", "с."),
}
KIND_OF = {
    tuple(naming.words_of(name)): kind for kind, names in KIND_NAMES.items() for name in (kind, *names)
}
PARENT_KINDS = {
    "oblast": (), "republican_city": (), "district": ("oblast",), "city": ("oblast", "district"),
    "aiyl_aimak": ("district",), "village": ("aiyl_aimak", "city", "republican_city"),
}
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")


class UnreadableFile(Exception):
    """The file as a whole cannot be taken; the message says what to change."""


class Refused(Exception):
    """One line cannot be taken; the message says why."""


@dataclass
class Report:
    """What became of the lines; refused holds (line number in the file, reason)."""

    added: list[Territory] = field(default_factory=list)
    changed: list[Territory] = field(default_factory=list)
    same: list[Territory] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes) -> list[tuple[int, dict]]:
    """Return (line number, row) of a CSV in UTF-8 or Windows-1251, with commas or semicolons.

    Raises UnreadableFile when a column is missing or the bytes are no table.
    """
    text = _decode(content)
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="", restkey="surplus")
    try:
        rows = [(reader.line_num, row) for row in reader if any(row.values())]
    except csv.Error as error:
        raise UnreadableFile(f"Line {reader.line_num} is not a line of a table: {error}.") from error
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise UnreadableFile(f"Columns are missing: {', '.join(missing)}. Expected: {', '.join(COLUMNS)}.")
    return rows


@transaction.atomic
def take(rows: list[tuple[int, dict]]) -> Report:
    """Bring the units up to the lines; a line that cannot be taken is reported and left out.

    Units are matched by code, then by kind, parent and Kyrgyz name, so the same file may come again.
    Being named in the classifier clears the note on status. Units that are not named stay as they are.
    """
    report, known, lines = Report(), KnownUnits(), {}
    for line, row in sorted(rows, key=lambda pair: RANKS.get(_kind(pair[1]), 0)):
        try:
            # A savepoint for each line: one that the database refuses must not spoil the others.
            with transaction.atomic():
                unit = _take_line(row, known, report, lines)
        except Refused as refusal:
            report.refused.append((line, str(refusal)))
        except DatabaseError as error:
            report.refused.append((line, f"the database refuses it: {str(error).splitlines()[0]}"))
        else:
            known.remember(unit)
            lines[unit.pk] = line
    report.refused.sort()
    return report


def _take_line(row: dict, known: KnownUnits, report: Report, lines: dict[int, int]) -> Territory:
    kind, values = _checked(row)
    coded = known.by_code.get(values.get("coate"))
    if coded and coded.kind != kind:
        raise Refused(f"the code belongs to «{coded.name_ru}» ({coded.kind})")
    parent = _parent(kind, values.get("coate"), row, known)
    values["parent_id"] = parent.pk if parent else None
    # A copy, so that a line refused later leaves nothing behind in what is known.
    unit = coded or known.named(kind, values["parent_id"], values["name_ky"])
    unit = copy.copy(unit) or Territory(kind=kind)
    if unit.pk in lines:
        raise Refused(f"the same unit as in line {lines[unit.pk]}")
    changed = any((getattr(unit, name) or None) != (value or None) for name, value in values.items())
    for name, value in values.items():
        setattr(unit, name, value)
    outcome = report.changed if changed else report.same
    if unit.pk is None:
        unit.slug = known.free_slug(naming.slug_for(kind, unit.name_ky, parent.slug if parent else ""))
        outcome = report.added
    if changed:
        unit.save()
    outcome.append(unit)
    return unit


def _parent(kind: str, code: str | None, row: dict, known: KnownUnits) -> Territory | None:
    """The parent by the columns and by the code; the two must not contradict each other."""
    if not PARENT_KINDS[kind]:
        return None
    oblast = _place(row["oblast"], ("oblast", "republican_city"), known)
    district = _place(row["district"], ("district",), known, inside=oblast)
    coded = known.above(code)
    # The code knows the aiyl aimak of a village, the columns know to whom a city has passed.
    candidates = [unit for unit in (district, oblast, coded) if unit and unit.kind in PARENT_KINDS[kind]]
    if not candidates:
        raise Refused("neither the code nor the columns «district» and «oblast» lead to a known parent")
    parent = candidates[0]
    for other in (district, oblast, coded):
        if other and not (parent.path.startswith(other.path) or other.path.startswith(parent.path)):
            raise Refused(f"it would lie both in «{parent.name_ru}» and in «{other.name_ru}»")
    return parent


def _place(name: str, kinds: tuple, known: KnownUnits, inside: Territory | None = None) -> Territory | None:
    name = repair(name).strip()
    if not name:
        return None
    found = [
        unit for unit in known.called(kinds, name) if inside is None or unit.parent_id == inside.pk
    ]
    if len(found) != 1:
        raise Refused(f"«{name}» is {'not known' if not found else 'not one place but several'}")
    return found[0]


def _kind(row: dict) -> str:
    return KIND_OF.get(tuple(naming.words_of(row["kind"])), "")


def _checked(row: dict) -> tuple[str, dict]:
    if row.get("surplus"):
        raise Refused("there are more values than columns: put a name with a comma into quotes")
    kind = _kind(row)
    if not kind:
        raise Refused(f"the kind «{row['kind']}» is not one of {', '.join(TerritoryKind.values)}")
    name_ru, name_ky = naming.full_names(kind, _name(row["name_ru"], "ru"), _name(row["name_ky"], "ky"))
    values = {"name_ru": name_ru, "name_ky": name_ky, "status_note_ru": "", "status_note_ky": ""}
    code, valid_from = re.sub(r"\s", "", row["coate"]), row["valid_from"].strip()
    if code:
        if not re.fullmatch(r"[0-9]{14}", code):
            raise Refused(f"the code «{row['coate']}» has not 14 digits; keep the column as text")
        values["coate"] = code
    if valid_from:
        values["valid_from"] = _date(valid_from)
    return kind, values | _facts(row)


def _facts(row: dict) -> dict:
    try:
        read = {name: reading(row.get(name) or "") for name, reading in FACTS.items()}
    except ValueError as error:
        raise Refused(str(error)) from error
    return {name: value for name, value in read.items() if value}


def _name(text: str, language: str) -> str:
    name = " ".join(repair(text).split())
    if not name:
        raise Refused(f"name_{language} is empty")
    if len(name) > 150:
        raise Refused(f"name_{language} is longer than 150 characters")
    # What programs write where Windows-1251 has no ң, ө or ү.
    if "?" in name or "\ufffd" in name:
        raise Refused(f"name_{language} «{name}» has lost letters: save the table as «CSV UTF-8»")
    return name


def _date(text: str) -> datetime.date:
    for date_format in DATE_FORMATS:
        try:
            return datetime.datetime.strptime(text, date_format).date()
        except ValueError:
            continue
    raise Refused(f"the day «{text}» is not written as 2024-12-31 or 31.12.2024")


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile("The file is not a table in UTF-8 or Windows-1251: save it as «CSV UTF-8».")
