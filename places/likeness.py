"""How alike two municipalities are: the rule that readers find on the page «Like mine» in plain words.

Each fact known of both gives a closeness from 0 to 1; the score is their mean by weight, from 0 to 100.
A fact that is not known of one of the two takes no part, and the weights of the others share its place.
The rule is symmetric: who is compared with whom does not matter.
"""

from dataclasses import dataclass
from math import asin, cos, log, radians, sin, sqrt

# Together 100. What decides whether a practice can be carried over weighs most: for how many people, and
# whether pipes and roads are laid for a town or for villages, in the mountains or on a plain.
WEIGHTS = {
    "population": 30, "relief": 20, "settlement": 15, "languages": 10, "area": 10, "distance": 10, "merged": 5,
}
# So many times as many people have nothing in common.
POPULATION_TIMES = 5
# So many kilometres apart is far away in any case.
FAR_KM = 400
# Neighbours of this line are half alike.
RELIEF_LINE = ("mountains", "foothills", "valley")
SAME_DISTRICT, SAME_OBLAST = 1.0, 0.75
# From here a fact speaks for likeness, below the other it speaks against; between them nothing is said.
ALIKE_FROM, DIFFERENT_BELOW = 0.75, 0.5
# Facts of at least this weight must be known of both to call the comparison more than a guess.
ENOUGH_KNOWN = 30
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Municipality:
    """What a comparison needs; None and an empty value stand for «not known»."""

    population: int | None = None
    settlement: str = ""  # «city» or «village» (an aiyl aimak)
    relief: str = ""
    is_merged: bool | None = None
    languages: frozenset[str] = frozenset()
    lat: float | None = None
    lon: float | None = None
    # The point is that of the district's centre, since the municipality's own is not known.
    is_centre: bool = False
    oblast: str = ""
    district: str = ""


@dataclass(frozen=True)
class Reason:
    """One compared fact: how close the two are in it, and both values, mine first.

    The values of «distance» and «centres» are kilometres, the same twice; those of «area» name what the two
    share: «district», «oblast» or nothing.
    """

    code: str
    closeness: float
    mine: object
    other: object

    @property
    def weight(self) -> int:
        return WEIGHTS["distance" if self.code == "centres" else self.code]


@dataclass(frozen=True)
class Likeness:
    """The score from 0 to 100, the compared facts, and the weight of these facts together."""

    score: int
    reasons: tuple[Reason, ...]
    known: int

    @property
    def is_rough(self) -> bool:
        """Whether too little is known of one of the two."""
        return self.known < ENOUGH_KNOWN

    @property
    def alike(self) -> list[Reason]:
        """What makes the two alike, the weightiest first."""
        found = [reason for reason in self.reasons if reason.closeness >= ALIKE_FROM]
        return sorted(found, key=lambda reason: -reason.weight * reason.closeness)

    @property
    def differences(self) -> list[Reason]:
        """In what the two differ, the weightiest first."""
        found = [reason for reason in self.reasons if reason.closeness < DIFFERENT_BELOW]
        return sorted(found, key=lambda reason: -reason.weight * (1 - reason.closeness))


def likeness(mine: Municipality, other: Municipality) -> Likeness:
    """Compare two municipalities by every fact that is known of both; pure and symmetric in the score."""
    compared = [compare(mine, other) for compare in COMPARISONS]
    reasons = tuple(reason for reason in compared if reason)
    known = sum(reason.weight for reason in reasons)
    if not known:
        return Likeness(0, (), 0)
    gained = sum(reason.weight * reason.closeness for reason in reasons)
    return Likeness(round(100 * gained / known), reasons, known)


def _population(mine, other):
    if not mine.population or not other.population:
        return None
    more, fewer = max(mine.population, other.population), min(mine.population, other.population)
    closeness = max(0.0, 1 - log(more / fewer) / log(POPULATION_TIMES))
    return Reason("population", closeness, mine.population, other.population)


def _relief(mine, other):
    if mine.relief not in RELIEF_LINE or other.relief not in RELIEF_LINE:
        return None
    steps = abs(RELIEF_LINE.index(mine.relief) - RELIEF_LINE.index(other.relief))
    return Reason("relief", 1 - steps / 2, mine.relief, other.relief)


def _settlement(mine, other):
    if not mine.settlement or not other.settlement:
        return None
    return Reason("settlement", float(mine.settlement == other.settlement), mine.settlement, other.settlement)


def _languages(mine, other):
    if not mine.languages or not other.languages:
        return None
    shared = len(mine.languages & other.languages) / len(mine.languages | other.languages)
    return Reason("languages", shared, mine.languages, other.languages)


def _area(mine, other):
    if not mine.oblast or not other.oblast:
        return None
    if mine.oblast != other.oblast:
        return Reason("area", 0.0, "", "")
    # Two cities outside any district are as near as two aimaks of one district: there is nothing nearer.
    closeness = SAME_DISTRICT if mine.district == other.district else SAME_OBLAST
    shared = "district" if mine.district and mine.district == other.district else "oblast"
    return Reason("area", closeness, shared, shared)


def _distance(mine, other):
    if None in (mine.lat, mine.lon, other.lat, other.lon):
        return None
    by_centre = mine.is_centre or other.is_centre
    # Within a district its centre says nothing; that the district is the same has been said already.
    if by_centre and mine.district and mine.district == other.district and mine.oblast == other.oblast:
        return None
    km = kilometres(mine.lat, mine.lon, other.lat, other.lon)
    return Reason("centres" if by_centre else "distance", max(0.0, 1 - km / FAR_KM), round(km), round(km))


def _merged(mine, other):
    if mine.is_merged is None or other.is_merged is None:
        return None
    return Reason("merged", float(mine.is_merged == other.is_merged), mine.is_merged, other.is_merged)


COMPARISONS = (_population, _relief, _settlement, _languages, _area, _distance, _merged)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the way in a straight line over the globe between two points in degrees."""
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
