"""What is compared: one line of the table after another, each a question answered by every practice."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from practices.badges import badges
from practices.passport.facts import facts_of
from publishing.templatetags.dates import num, som
from publishing.templatetags.publishing import translated


@dataclass(frozen=True)
class Line:
    """A question and the answer of each practice: a list of texts, empty where nothing is told."""

    label: str
    cells: list[list]


def _said(practice, field):
    return [text for text in [translated(practice, field)] if text]


def _figures(practice):
    lines = []
    for row in practice.indicators.all():
        name, unit = translated(row, "name"), translated(row, "unit")
        values = [num(value) for value in (row.before, row.after) if value is not None]
        lines.append(f"{name}: {' → '.join(values)} {unit}".strip())
    return lines


def _payers(practice):
    rows = practice.fundings.all()
    return [
        row.get_payer_display() + (f": {som(row.amount)}" if row.amount is not None else "") for row in rows
    ] or _said(practice, "cost_note")


def _steps(practice):
    return [f"{number}. {translated(step, 'title')}" for number, step in enumerate(practice.steps.all(), start=1)]


def _badges(practice):
    return [f"{badge.title}: {badge.shape} {badge.label}" for badge in badges(facts_of(practice))]


def _law(practice):
    return [str(translated(citation.act, "title")) for citation in practice.cited] or _said(practice, "legal_basis")


def _one(text):
    return [text] if text else []


# In the order in which a person decides: is it like us, did it work, can we carry it, how is it done.
QUESTIONS = [
    (_("Where"), lambda practice: _one(practice.place_text)),
    (_("Where people live"), lambda practice: _one(practice.get_settlement_display())),
    (_("People it serves"), lambda practice: _one(num(practice.population))),
    (_("When"), lambda practice: _one(practice.years_text)),
    (_("In short"), lambda practice: _said(practice, "summary")),
    (_("How it ended"), lambda practice: _one(practice.get_outcome_display())),
    (_("Result"), _figures),
    (_("Badges"), _badges),
    (_("Cost in all"), lambda practice: _one(som(practice.cost_total))),
    (_("Who paid what"), _payers),
    (_("Upkeep a year"), lambda practice: _one(som(practice.upkeep_cost))),
    (_("People needed"), lambda practice: _one(num(practice.people_needed)) + _said(practice, "people_note")),
    (_("Steps"), _steps),
    (_("Risks and how they were met"), lambda practice: _said(practice, "risks")),
    (_("Legal basis"), _law),
    (_("Repeated elsewhere"), lambda practice: _one(num(practice.repeats or None))),
    (_("Whom to ask"), lambda practice: _said(practice, "contact_post")),
]


def lines_of(practices) -> list[Line]:
    """Return the lines to which at least one of the practices, as read by practices.reading, has an answer."""
    lines = [Line(str(label), [answer(practice) for practice in practices]) for label, answer in QUESTIONS]
    return [line for line in lines if any(line.cells)]
