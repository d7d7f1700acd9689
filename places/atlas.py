"""Every unit of the country and what is known of it, kept in the process for comparing municipalities."""

import time
from collections import Counter, OrderedDict
from functools import cached_property

from django.conf import settings

from places.likeness import Likeness, Municipality, likeness
from places.models import Territory

# Orders of nearness kept at a time; one is some 20 KB.
MOST_ORDERS = 64
KINDS = Territory.Kind
SETTLEMENTS = {KINDS.CITY: "city", KINDS.REPUBLICAN_CITY: "city", KINDS.AIYL_AIMAK: "village"}
COLUMNS = (
    "pk", "slug", "kind", "name_ky", "name_ru", "path", "parent_id", "successor_id", "valid_from", "valid_to",
    "population", "relief", "languages", "lat", "lon",
)
_kept: dict[str, tuple[float, "Atlas"]] = {}


def atlas() -> "Atlas":
    """Return the units as they were less than KEPT_SECONDS ago: one query, kept in this process."""
    kept = _kept.get("atlas")
    if kept is None or time.monotonic() - kept[0] >= settings.KEPT_SECONDS:
        kept = _kept["atlas"] = (time.monotonic(), Atlas(Territory.objects.order_by("path").only(*COLUMNS)))
    return kept[1]


def forget() -> None:
    """Drop what is kept, for a process that has just changed the units."""
    _kept.clear()


class Atlas:
    """The units linked to one another in memory; they are read by all threads and never changed."""

    def __init__(self, units):
        self.units = {unit.pk: unit for unit in units}
        self.by_slug = {unit.slug: unit for unit in self.units.values()}
        for unit in self.units.values():
            # Linked here, so that full names and successors ask the database nothing.
            unit.parent, unit.successor = self.units.get(unit.parent_id), self.units.get(unit.successor_id)
        self._predecessors = Counter(unit.successor_id for unit in self.units.values() if unit.successor_id)
        self._orders: OrderedDict[int, list[int]] = OrderedDict()
        self._facts: dict[int, Municipality] = {}

    def compared_as(self, unit: Territory) -> Territory:
        """The unit whose facts stand for this one: its present successor, and for a village its municipality."""
        unit = unit.present
        if unit.kind == KINDS.VILLAGE and unit.parent:
            return unit.parent.present
        return unit

    def is_municipality(self, unit: Territory) -> bool:
        return unit.kind in SETTLEMENTS

    def compare(self, mine: Territory, other: Territory) -> Likeness:
        return likeness(self.facts(self.compared_as(mine)), self.facts(self.compared_as(other)))

    def facts(self, unit: Territory) -> Municipality:
        """What is known of the unit; its relief, languages and point are the district's where its own are not."""
        if unit.pk not in self._facts:
            self._facts[unit.pk] = self._read(unit)
        return self._facts[unit.pk]

    def _read(self, unit: Territory) -> Municipality:
        district = next((above for above in unit.chain() if above.kind == KINDS.DISTRICT), unit)
        point = unit if unit.lat is not None else district
        root = unit.chain()[-1]
        return Municipality(
            # Of a district or an oblast the number of people says nothing about one municipality.
            population=unit.population if self.is_municipality(unit) else None,
            settlement=SETTLEMENTS.get(unit.kind, ""),
            relief=unit.relief or district.relief,
            is_merged=self._is_merged(unit, district),
            languages=frozenset(unit.languages or district.languages),
            lat=point.lat, lon=point.lon, is_centre=point.kind == KINDS.DISTRICT,
            oblast=root.slug if root.kind == KINDS.OBLAST else "",
            district=district.slug if district.kind == KINDS.DISTRICT else "",
        )

    def _is_merged(self, unit: Territory, district: Territory) -> bool | None:
        """Several predecessors tell of a merger; none tell of nothing where no merger is recorded at all."""
        if not self.is_municipality(unit):
            return None
        if self._predecessors[unit.pk] > 1:
            return True
        recorded = district.kind == KINDS.DISTRICT and district.pk in self._districts_with_mergers
        return False if recorded else None

    @cached_property
    def _districts_with_mergers(self) -> set[int]:
        merged = [self.units[pk] for pk, number in self._predecessors.items() if number > 1]
        return {unit.parent_id for unit in merged if self.is_municipality(unit)}

    def nearest_first(self, mine: Territory) -> list[int]:
        """Keys of all other units, the most alike first; those of which too little is known come last.

        Former units and villages stand beside the unit they are compared as; units that belong to mine are
        left out. Equally alike units follow by their address, so the order is always the same.
        """
        mine = self.compared_as(mine)
        order = self._orders.get(mine.pk)
        if order is None:
            order = self._orders[mine.pk] = self._order(mine)
            if len(self._orders) > MOST_ORDERS:
                self._orders.popitem(last=False)
        return order

    def _order(self, mine: Territory) -> list[int]:
        places = {}
        for unit in self.units.values():
            compared = self.compared_as(unit)
            if compared.pk == mine.pk:
                continue
            if compared.pk not in places:
                found = likeness(self.facts(mine), self.facts(compared))
                places[compared.pk] = (found.is_rough, -found.score, -found.known, compared.path)
        own = [unit for unit in self.units.values() if self.compared_as(unit).pk in places]
        return [unit.pk for unit in sorted(own, key=lambda unit: (places[self.compared_as(unit).pk], unit.path))]
