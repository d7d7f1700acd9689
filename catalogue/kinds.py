"""Kinds of published things: each section names its own once, and search, feeds and lists read them here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """How a kind of entry is called on screen (lazy translations).

    compare names the page that puts several of the kind side by side, by their numbers as «id»; empty when none does.
    """

    code: str
    label: str
    plural: str
    compare: str = ""


_kinds: dict[str, Kind] = {}


def register(code: str, label: str, plural: str, *, compare: str = "") -> Kind:
    """Name a kind of entry; a code belongs to one section only."""
    if code in _kinds and _kinds[code].label is not label:
        raise ValueError(f"The kind of entry {code!r} is registered twice.")
    return _kinds.setdefault(code, Kind(code, label, plural, compare))


def get(code: str) -> Kind:
    """Return the kind; one whose section is gone is called by its code."""
    return _kinds.get(code) or Kind(code, code, code)


def all_kinds() -> list[Kind]:
    """Return every kind in the order in which the sections registered them."""
    return list(_kinds.values())
