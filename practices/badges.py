"""The badges of a practice: reckoned from what is told about it by written rules, and never claimed.

The page of rules (templates/practices/passport/badges.html) is written from the same tables.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# Up to these sums in som, and above the last one.
COST_LIMITS = (500_000, 5_000_000)
STEPS_ENOUGH, FEW_PEOPLE = 3, 3
# As many conditions of ease make it easy, and so many at least not hard.
EASY, FEASIBLE = 4, 2
# So many questions of the twenty below are answered in an entry that is not short, and in a full one.
PARTIAL_FROM, FULL_FROM = 10, 16

COST = {1: _("within a local budget"), 2: _("needs a grant or partners"), 3: _("a large project")}
EVIDENCE = {
    1: _("told without figures"),
    2: _("figures afterwards"),
    3: _("figures before and after"),
    4: _("figures and sources"),
    5: _("confirmed by a repeat"),
}
EASE = {1: _("needs preparation"), 2: _("feasible"), 3: _("easy")}
COMPLETENESS = {1: _("short"), 2: _("partial"), 3: _("full")}

def _choices(names):
    return [(str(level), name) for level, name in names.items()]


# Column of the practice -> its values with their names, for filters.
CHOICES = {
    "cost_level": _choices(COST),
    "evidence_level": _choices(EVIDENCE),
    "ease_level": _choices(EASE),
    "completeness": _choices(COMPLETENESS),
}

# What a full entry answers, in the order of the pages of the submission.
QUESTIONS = {
    "summary": _("what was done, in short"),
    "territories": _("the place"),
    "years": _("the years"),
    "topics": _("topics"),
    "problem": _("what the problem was"),
    "solution": _("what was done"),
    "steps": _("at least three steps, each with its «how»"),
    "outcome": _("how it ended"),
    "indicators": _("figures of the result"),
    "baseline": _("figures from before"),
    "population": _("how many people it serves"),
    "people": _("how many people it needs, or who does what"),
    "risks": _("risks"),
    "lessons": _("lessons learnt"),
    "contact_post": _("whom to ask"),
    "cost": _("what it cost"),
    "payers": _("who paid"),
    "upkeep": _("what the upkeep costs a year"),
    "law": _("legal basis"),
    "proofs": _("sources or documents"),
}


@dataclass(frozen=True)
class Facts:
    """What the badges are reckoned from; an unknown number is None."""

    cost: Decimal | None = None
    payers: frozenset[str] = frozenset()
    steps: int = 0
    explained_steps: int = 0
    has_figure_after: bool = False
    has_both_figures: bool = False
    has_sources: bool = False
    has_documents: bool = False
    was_checked: bool = False
    year_from: int | None = None
    year_to: int | None = None
    people: int | None = None
    repeats_with_result: int = 0
    has_failed: bool = False
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Condition:
    """One of the yes/no questions behind a badge, with the answer for this practice."""

    text: object
    holds: bool


@dataclass(frozen=True)
class Badge:
    """A level out of several, and the conditions that explain it; level 0 says nothing."""

    name: str
    title: object
    names: dict
    level: int
    conditions: tuple[Condition, ...] = ()

    @property
    def label(self):
        return self.names.get(self.level, "")

    @property
    def of(self) -> int:
        return len(self.names)

    @property
    def shape(self) -> str:
        """The level for the eye, not by colour: «●●○»."""
        return "●" * self.level + "○" * (self.of - self.level)

    @property
    def scale(self) -> list:
        """Every level with its shape and name, the lowest first."""
        return [Badge(self.name, self.title, self.names, level) for level in self.names]

    @cached_property
    def held(self) -> list:
        return [condition.text for condition in self.conditions if condition.holds]

    @cached_property
    def lacking(self) -> list:
        return [condition.text for condition in self.conditions if not condition.holds]


def cost(facts: Facts) -> Badge:
    """Judge by the total; without one nothing is said."""
    level = 0 if facts.cost is None else 1 + sum(facts.cost > limit for limit in COST_LIMITS)
    return Badge("cost", _("Cost"), COST, level)


def evidence(facts: Facts) -> Badge:
    """Climb from the lowest step; a step counts only when all below it hold."""
    has_proof = facts.has_sources or facts.has_documents or facts.was_checked
    conditions = (
        Condition(_("there is a figure afterwards"), facts.has_figure_after),
        Condition(_("the same thing was measured before and after"), facts.has_both_figures),
        Condition(_("there are public sources or documents, or the facts were checked"), has_proof),
        Condition(_("another municipality repeated it and has a result"), facts.repeats_with_result > 0),
    )
    level = 1
    for condition in conditions:
        if not condition.holds:
            break
        level += 1
    return Badge("evidence", _("Evidence"), EVIDENCE, level, conditions)


def ease(facts: Facts) -> Badge:
    """Count the conditions that hold; what did not work is not called easy or hard to repeat."""
    conditions = (
        Condition(
            format_lazy(_("at least {number} steps, each says how"), number=STEPS_ENOUGH),
            facts.steps >= STEPS_ENOUGH and facts.explained_steps == facts.steps,
        ),
        Condition(_("begun and finished within one year"), bool(facts.year_to) and facts.year_from == facts.year_to),
        Condition(
            format_lazy(_("no more than {number} people are needed"), number=FEW_PEOPLE),
            facts.people is not None and facts.people <= FEW_PEOPLE,
        ),
        Condition(_("a local budget can carry it"), _is_local_money(facts)),
        Condition(_("documents are attached that can be taken as a sample"), facts.has_documents),
        Condition(_("another municipality repeated it and has a result"), facts.repeats_with_result > 0),
    )
    held = sum(condition.holds for condition in conditions)
    level = 0 if facts.has_failed else 1 + (held >= FEASIBLE) + (held >= EASY)
    return Badge("ease", _("Ease of repeating"), EASE, level, conditions)


def _is_local_money(facts):
    paid_by_themselves = bool(facts.payers) and facts.payers <= {"local", "residents"}
    return paid_by_themselves or (facts.cost is not None and facts.cost <= COST_LIMITS[0])


def completeness(facts: Facts) -> Badge:
    """Count the questions that are answered; conditions name them all."""
    conditions = tuple(Condition(text, name in facts.answered) for name, text in QUESTIONS.items())
    answered = sum(condition.holds for condition in conditions)
    level = 1 + (answered >= PARTIAL_FROM) + (answered >= FULL_FROM)
    return Badge("completeness", _("Completeness of the entry"), COMPLETENESS, level, conditions)


BADGES = (cost, evidence, ease, completeness)


def kept(cost: int, evidence: int, ease: int) -> list[Badge]:
    """Return the badges of a line in a list, from the levels as they are kept."""
    marks = [
        Badge("cost", _("Price"), COST, cost), Badge("evidence", _("Proof"), EVIDENCE, evidence),
        Badge("ease", _("Ease"), EASE, ease),
    ]
    return [badge for badge in marks if badge.level]


def badges(facts: Facts) -> list[Badge]:
    """Return the badges that say something, in the order of the page."""
    return [badge for badge in (reckon(facts) for reckon in BADGES) if badge.level]
