"""The list of units for a <select>, the same for every reader of a language."""

import time

from places import atlas
from places.models import Territory

SECONDS_KEPT = 60
# What a reader looks for first stands first in a group.
KIND_ORDER = {
    Territory.Kind.OBLAST: 0, Territory.Kind.REPUBLICAN_CITY: 0, Territory.Kind.DISTRICT: 1,
    Territory.Kind.CITY: 2, Territory.Kind.AIYL_AIMAK: 3,
}
_kept: dict[tuple[str, str], tuple[float, list]] = {}


def territory_choices(language: str, *, value: str = "pk") -> list:
    """Return grouped choices of current units without villages, alphabetical in the language.

    An oblast is a group: itself, its districts, cities and aiyl aimaks (with the district, since names
    repeat); a city of republican significance is an option of its own. `value` is "pk" or "slug".
    One query, kept in this process for 60 seconds; forget() drops what is kept.
    """
    kept = _kept.get((language, value))
    if kept is None or time.monotonic() - kept[0] > SECONDS_KEPT:
        kept = _kept[language, value] = (time.monotonic(), _groups(language, value))
    return kept[1]


def forget() -> None:
    """Drop the kept lists and all that is kept for comparing, for a process that has just changed the units."""
    _kept.clear()
    atlas.forget()


def _groups(language: str, value: str) -> list:
    units = list(
        Territory.objects.current().exclude(kind=Territory.Kind.VILLAGE).alphabetical(language).only(
            "pk", "slug", "kind", "name_ky", "name_ru", "parent_id", "path"
        )
    )
    by_pk = {unit.pk: unit for unit in units}
    by_root: dict[str, list[Territory]] = {}
    for unit in units:
        by_root.setdefault(unit.path.split("/")[1], []).append(unit)
    roots = [unit for unit in units if unit.parent_id is None]
    return [_entry(root, by_root[root.slug], by_pk, language, value) for root in roots]


def _entry(root: Territory, units: list[Territory], by_pk: dict, language: str, value: str):
    ordered = sorted(units, key=lambda unit: KIND_ORDER[unit.kind])
    options = [(getattr(unit, value), _label(unit, by_pk, language)) for unit in ordered]
    return options[0] if len(options) == 1 else (_name(root, language), options)


def _label(unit: Territory, by_pk: dict, language: str) -> str:
    parent = by_pk.get(unit.parent_id)
    if unit.kind == Territory.Kind.AIYL_AIMAK and parent:
        return f"{_name(unit, language)} — {_name(parent, language)}"
    return _name(unit, language)


def _name(unit: Territory, language: str) -> str:
    names = (unit.name_ru, unit.name_ky) if language == "ru" else (unit.name_ky, unit.name_ru)
    return names[0] or names[1] or unit.slug
