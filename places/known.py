"""The units that exist, indexed for finding a unit or its parent many times in one run."""

from places import naming
from places.models import Territory

# How many leading digits of a code name an aiyl aimak, a district, an oblast; zeros follow.
CODE_PREFIXES = (11, 8, 5)


class KnownUnits:
    """Units that have not ended, by code, by name and parent, and by the ways their names are written."""

    def __init__(self):
        self.by_code: dict[str | None, Territory] = {}
        self._by_name: dict[tuple, Territory] = {}
        self._called: dict[tuple, dict[int, Territory]] = {}
        self._slugs = set(Territory.objects.order_by().values_list("slug", flat=True))
        for unit in Territory.objects.filter(valid_to__isnull=True):
            self.remember(unit)

    def remember(self, unit: Territory) -> None:
        self._slugs.add(unit.slug)
        if unit.coate:
            self.by_code[unit.coate] = unit
        self._by_name[unit.kind, unit.parent_id, _words(unit.name_ky)] = unit
        if unit.kind in ("oblast", "republican_city", "district"):
            for name in (unit.name_ru, unit.name_ky, unit.slug):
                for words in (_words(name), _telling(name)):
                    self._called.setdefault((unit.kind, words), {})[unit.pk] = unit

    def named(self, kind: str, parent_id: int | None, name_ky: str) -> Territory | None:
        return self._by_name.get((kind, parent_id, _words(name_ky)))

    def called(self, kinds: tuple[str, ...], name: str) -> list[Territory]:
        """Units known under the name in either language; the word for the kind may be missing."""
        for words in (_words(name), _telling(name)):
            found = [unit for kind in kinds for unit in self._called.get((kind, words), {}).values()]
            if found:
                return found
        return []

    def above(self, code: str | None) -> Territory | None:
        """The nearest unit that contains the code by its leading digits."""
        for length in CODE_PREFIXES if code else ():
            unit = self.by_code.get(code[:length].ljust(14, "0"))
            if unit and unit.coate != code:
                return unit
        return None

    def free_slug(self, wanted: str) -> str:
        slug, number = wanted, 2
        while slug in self._slugs:
            slug, number = f"{wanted}-{number}", number + 1
        return slug


def _words(name: str | None) -> tuple[str, ...]:
    return tuple(naming.words_of(name or ""))


def _telling(name: str | None) -> tuple[str, ...]:
    return tuple(word for word in _words(name) if word not in naming.KIND_WORDS)
