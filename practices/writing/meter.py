"""How much of a full entry is told, and on which page the rest is answered."""

from dataclasses import dataclass

from practices.badges import QUESTIONS, completeness
from practices.passport.facts import facts_of

# Question of the badge -> the page of the submission and the field on it.
ANSWERED_ON = {
    "summary": ("essence", "summary"),
    "territories": ("place", "territory"),
    "years": ("place", "year_from"),
    "topics": ("place", "topics"),
    "problem": ("story", "problem"),
    "solution": ("story", "solution"),
    "steps": ("steps", "steps-0-title"),
    "outcome": ("results", "outcome"),
    "indicators": ("results", "indicators-0-after"),
    "baseline": ("results", "indicators-0-before"),
    "population": ("people", "population"),
    "people": ("people", "people_needed"),
    "risks": ("people", "risks"),
    "lessons": ("people", "lessons"),
    "contact_post": ("people", "contact_post"),
    "cost": ("money", "cost_total"),
    "payers": ("money", "fundings-0-payer"),
    "upkeep": ("money", "upkeep_cost"),
    "law": ("law", "legal_basis"),
    "proofs": ("sources", "sources-0-title"),
}
# Without these a text cannot be sent (Practice.shortcomings); of the steps one is enough for that.
NEEDED = {"summary", "territories", "topics", "problem", "solution"}


@dataclass(frozen=True)
class Missing:
    """A question without an answer, with the place where it is asked."""

    text: object
    url: str
    is_needed: bool


@dataclass(frozen=True)
class Meter:
    """«Filled in 7 of 20», and what is missing: first what is needed for sending."""

    filled: int
    of: int
    missing: tuple[Missing, ...]


def meter_of(practice, address_of) -> Meter:
    """Return the meter of a practice that was read with the annotations of passport.facts.

    address_of gives the address of a page by its name.
    """
    answers = completeness(facts_of(practice)).conditions
    missing = [
        _missing(practice, name, answer.text, address_of)
        for name, answer in zip(QUESTIONS, answers, strict=True)
        if not answer.holds
    ]
    return Meter(
        filled=len(answers) - len(missing),
        of=len(answers),
        missing=tuple(sorted(missing, key=lambda line: not line.is_needed)),
    )


def _missing(practice, name, text, address_of):
    page, field = ANSWERED_ON[name]
    is_needed = name in NEEDED or (name == "steps" and not practice.fact_steps)
    return Missing(text, f"{address_of(page)}#id_{field}", is_needed)
