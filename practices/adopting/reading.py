"""What readers see of the repeats of a practice: a tree of who learnt from whom, and what it cost them."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, IntegerField, Max, Min, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, JSONObject, Left

from places.models import Territory
from practices.models import Adoption, AdoptionStage, Practice
from practices.models.adoption import SUCCESSIONS

SHOWN, TOLD_SHOWN = 20, 10
# Deeper branches would leave no room for words on a phone.
DEEPEST = 4
STAGE_ORDER = [Adoption.Stage.RESULT, Adoption.Stage.RUNNING, Adoption.Stage.DECIDED, Adoption.Stage.INTERESTED]
# On the page of the practice texts are cut; the page of repeats has them whole.
CUT = 240
COLUMNS = ("id", "stage", "post", "language", "is_confirmed", "began_at", "learnt_from_id")
UNIT = ("id", "slug", "name_ky", "name_ru")


@dataclass
class Branch:
    """A repeat with those who learnt from it; telling is the practice that the municipality wrote of it."""

    adoption: Adoption
    branches: list["Branch"] = field(default_factory=list)
    # From whom it was learnt, where the tree does not show it.
    learnt_from: str = ""
    telling: Practice | None = None


@dataclass
class Board:
    """The repeats of a practice on its page: the first of them as a tree, and all of them in figures."""

    branches: list[Branch]
    tellings: list[Practice]
    total: int = 0
    shown: int = 0
    costs: tuple[Decimal, Decimal] | None = None

    def __bool__(self):
        return bool(self.total or self.tellings)


def in_order(adoptions):
    """Those that are confirmed first, then those that came furthest, then the oldest."""
    places = [When(stage=stage, then=Value(place)) for place, stage in enumerate(STAGE_ORDER)]
    furthest = Case(*places, default=Value(len(STAGE_ORDER)), output_field=IntegerField())
    return adoptions.annotate(furthest=furthest).order_by("-is_confirmed", "furthest", "began_at", "id")


def why_stopped():
    """The last word about a repeat that was stopped."""
    words = AdoptionStage.objects.filter(adoption=OuterRef("pk"), stage=Adoption.Stage.STOPPED, note__gt="")
    return Subquery(words.order_by("-id").values("note")[:1])


def figures(adoptions) -> dict:
    """How many repeats there are, and the least and most that those which are counted cost."""
    paid = Q(is_confirmed=True, stage__in=Adoption.BEGUN)
    return {
        "total": Count("pk"), "low": Min("cost_total", filter=paid), "high": Max("cost_total", filter=paid),
    }


# --- with the practice, in its one query ----------------------------------------------------------------


def with_repeats(practices):
    """Annotate the practices with the repeats that their pages show."""
    shown = Adoption.objects.of(OuterRef(OuterRef("pk"))).shown()
    totals = {name: Cast(value, TextField()) for name, value in figures(shown).items()}
    summary = shown.order_by().values(whole=Value(1)).annotate(json=JSONObject(**totals)).values("json")
    tellings = Practice.objects.published().filter(repeats_of=OuterRef("pk")).order_by("published_at", "pk")
    return practices.annotate(
        repeats_json=ArraySubquery(in_order(shown).annotate(json=_row()).values("json")[:SHOWN]),
        repeat_figures=Subquery(summary),
        tellings_json=ArraySubquery(tellings.annotate(json=_telling()).values("json")[:TOLD_SHOWN]),
    )


def repeats_stamp():
    """What differs whenever a repeat of the practice is begun, told of, hidden or shown again."""
    rows = Adoption.objects.of(OuterRef(OuterRef("pk"))).order_by().values(whole=Value(1))
    told = JSONObject(all=Count("pk"), last=Max("changed_at"))
    return Subquery(rows.annotate(told=Cast(told, TextField())).values("told"))


def _row():
    cut = {name: Left(name, CUT + 1) for name in ("changed", "result")}
    units = {
        f"territory{unit}__{name}": F(f"territory{unit}__{name}") for unit in SUCCESSIONS for name in UNIT
    }
    units |= {f"territory{unit}__parent__{name}": F(f"territory{unit}__parent__{name}")
              for unit in SUCCESSIONS for name in UNIT}
    teacher = {f"teacher_{name}": F(f"learnt_from__territory__{name}") for name in UNIT}
    columns = {name: F(name) for name in COLUMNS} | cut | units | teacher
    return JSONObject(
        **{name.replace("__", "/"): value for name, value in columns.items()},
        teacher_hidden=F("learnt_from__is_hidden"), cost_total=Cast("cost_total", TextField()), why=why_stopped(),
    )


def _telling():
    places = Territory.objects.filter(practices=OuterRef("pk")).order_by("path").values("pk")
    columns = ("id", "slug", "title_ky", "title_ru", "language", "year_from", "year_to")
    return JSONObject(**{name: F(name) for name in columns}, places=ArraySubquery(places))


def board_of(practice) -> Board:
    """The repeats of a practice that was read through with_repeats()."""
    tellings = [_told(row) for row in practice.tellings_json]
    adoptions = [_adoption(row) for row in practice.repeats_json]
    numbers = practice.repeat_figures or {}
    low, high = numbers.get("low"), numbers.get("high")
    branches = grown(adoptions, tellings)
    linked = {branch.telling.pk for branch in every(branches) if branch.telling}
    return Board(
        branches=branches, tellings=[practice for practice in tellings if practice.pk not in linked],
        total=int(numbers.get("total") or 0), shown=len(adoptions),
        costs=(Decimal(low), Decimal(high)) if low is not None else None,
    )


def _told(row):
    places = row.pop("places")
    practice = Practice(**row)
    practice.place_numbers = places
    return practice


def _adoption(row):
    plain = {name: row[name] for name in (*COLUMNS, "changed", "result") if name != "began_at"}
    adoption = Adoption(**plain, began_at=Adoption._meta.get_field("began_at").to_python(row["began_at"]))
    adoption.cost_total = Decimal(row["cost_total"]) if row["cost_total"] is not None else None
    adoption.why = row["why"] or ""
    adoption.territory = _unit(row, [unit.replace("__", "/") for unit in SUCCESSIONS])
    if row["teacher_id"] and not row["teacher_hidden"]:
        adoption.teacher = str(Territory(**{name: row[f"teacher_{name}"] for name in UNIT}))
    return adoption


def _unit(row, steps):
    """The unit at the first step, with what it is part of and the units it became."""
    lead = f"territory{steps[0]}"
    if row[f"{lead}/id"] is None:
        return None
    unit = Territory(**{name: row[f"{lead}/{name}"] for name in UNIT})
    if row[f"{lead}/parent/id"] is not None:
        unit.parent = Territory(**{name: row[f"{lead}/parent/{name}"] for name in UNIT})
    successor = _unit(row, steps[1:]) if steps[1:] else None
    if successor is not None:
        unit.successor = successor
    return unit


# --- the tree -------------------------------------------------------------------------------------------


def grown(adoptions: list[Adoption], tellings=()) -> list[Branch]:
    """Make the tree: whoever learnt from a repeat in the list hangs below it, at most DEEPEST deep.

    Every repeat is there once, also when two were written as learnt from each other: the older one is then
    a root. Below the deepest level, and where the teacher is not in the list, the teacher is named in words.
    """
    branches = {adoption.pk: Branch(adoption) for adoption in adoptions}
    below = defaultdict(list)
    for pk, branch in branches.items():
        teacher = branch.adoption.learnt_from_id
        below[teacher if teacher in branches else None].append(pk)
        if teacher not in branches:
            branch.learnt_from = getattr(branch.adoption, "teacher", "")
    roots, placed = [], set()
    oldest = sorted(branches, key=lambda pk: (branches[pk].adoption.began_at, pk))
    for pk in [*below[None], *oldest]:
        if pk not in placed:
            roots.append(branches[pk])
            _grow(branches, below, pk, placed)
    for branch in every(roots):
        _link(branch, tellings)
    return roots


def _grow(branches, below, root, placed):
    """Hang the pupils below the root, level by level."""
    placed.add(root)
    waiting = [(root, [root])]
    while waiting:
        pk, way = waiting.pop(0)
        for pupil in below[pk]:
            if pupil in placed:
                continue
            placed.add(pupil)
            # What is too deep stands beside its teacher's level, and says from whom it learnt.
            above = way[min(len(way), DEEPEST - 1) - 1]
            branches[above].branches.append(branches[pupil])
            if above != pk:
                branches[pupil].learnt_from = str(branches[pk].adoption.place)
            waiting.append((pupil, [*way, pupil]))


def _link(branch, tellings):
    adoption = branch.adoption
    places = {adoption.territory.pk, adoption.place.pk}
    branch.telling = next((practice for practice in tellings if places & set(practice.place_numbers)), None)


def every(branches):
    """All branches of the tree, from the top down."""
    for branch in branches:
        yield branch
        yield from every(branch.branches)
