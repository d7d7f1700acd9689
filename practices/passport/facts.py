"""What the rows of a practice say for its badges, read in one query with the practice itself."""

from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from places.models import Territory
from practices.badges import STEPS_ENOUGH, Facts, completeness, cost, ease, evidence
from practices.costs import cost_in_all
from practices.models import (
    Adoption,
    Attachment,
    Funding,
    Indicator,
    Practice,
    PracticeCitation,
    PracticeStep,
    Source,
)

Kind, Settlement = Territory.Kind, Practice.Settlement
IN_VILLAGES = {Kind.VILLAGE, Kind.AIYL_AIMAK}
IN_CITIES = {Kind.CITY, Kind.REPUBLICAN_CITY}
WORDED = ("summary", "problem", "solution", "risks", "lessons", "contact_post")


def _of(model):
    return model.objects.filter(practice=OuterRef("pk")).order_by()


def _number(rows):
    counted = rows.annotate(one=F("practice")).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def annotations() -> dict:
    """Columns for a queryset of practices; facts_of and standing read them."""
    steps, indicators, fundings = _of(PracticeStep), _of(Indicator), _of(Funding)
    repeats = Adoption.objects.counted().filter(stage=Adoption.Stage.RESULT).order_by()
    places = Territory.objects.filter(practices=OuterRef("pk")).order_by()
    return {
        "fact_steps": _number(steps),
        "fact_explained": _number(steps.filter(Q(text_ky__gt="") | Q(text_ru__gt=""))),
        "fact_after": Exists(indicators.filter(after__isnull=False)),
        "fact_both": Exists(indicators.filter(before__isnull=False, after__isnull=False)),
        "fact_payers": ArraySubquery(fundings.annotate(one=F("payer")).values("one")),
        "fact_paid": ArraySubquery(fundings.annotate(one=F("amount")).values("one")),
        "fact_sources": Exists(_of(Source)),
        "fact_documents": Exists(_of(Attachment).filter(kind=Attachment.Kind.DOCUMENT)),
        "fact_law": Exists(_of(PracticeCitation)),
        "fact_repeats": _number(
            repeats.filter(Q(practice=OuterRef("pk")) | Q(practice__merged_into=OuterRef("pk")))
        ),
        "fact_places": ArraySubquery(places.annotate(one=F("kind")).values("one")),
        "fact_topics": Exists(Practice.topics.through.objects.filter(practice=OuterRef("pk"))),
    }


@cache
def with_facts():
    """Return the practices with the annotations, to be narrowed; made once, for it costs more than to ask."""
    return Practice.objects.annotate(**annotations())


def facts_of(practice) -> Facts:
    """Return the facts of a practice that was read with the annotations."""
    return Facts(
        cost=cost_in_all(practice.cost_total, practice.fact_paid),
        payers=frozenset(practice.fact_payers),
        steps=practice.fact_steps,
        explained_steps=practice.fact_explained,
        has_figure_after=practice.fact_after,
        has_both_figures=practice.fact_both,
        has_sources=practice.fact_sources,
        has_documents=practice.fact_documents,
        was_checked=practice.checked_on is not None,
        year_from=practice.year_from,
        year_to=practice.year_to,
        people=practice.people_needed,
        repeats_with_result=practice.fact_repeats,
        has_failed=practice.outcome == Practice.Outcome.FAILED,
        answered=_answered(practice),
    )


def _answered(practice):
    told = {name: practice.has_words(name) for name in WORDED} | {
        "territories": bool(practice.fact_places) or practice.has_words("place_note"),
        "years": practice.year_from is not None,
        "topics": practice.fact_topics,
        "steps": practice.fact_steps == practice.fact_explained and practice.fact_steps >= STEPS_ENOUGH,
        "outcome": bool(practice.outcome),
        "indicators": practice.fact_after,
        "baseline": practice.fact_both,
        "population": practice.population is not None,
        "people": practice.people_needed is not None or practice.has_words("people_note"),
        "cost": cost_in_all(practice.cost_total, practice.fact_paid) is not None,
        "payers": bool(practice.fact_payers) or practice.has_words("cost_note"),
        "upkeep": practice.upkeep_cost is not None,
        "law": practice.fact_law or practice.has_words("legal_basis"),
        "proofs": practice.fact_sources or practice.fact_documents,
    }
    return frozenset(name for name, is_told in told.items() if is_told)


def standing(practice) -> dict:
    """Return the columns of the practice that follow from the rest."""
    facts = facts_of(practice)
    return {
        "cost_total": facts.cost,
        "cost_level": cost(facts).level,
        "evidence_level": evidence(facts).level,
        "ease_level": ease(facts).level,
        "completeness": completeness(facts).level,
        "settlement": settlement(practice.fact_places),
    }


def settlement(kinds) -> str:
    """Say where people live by the kinds of the territories; nothing when no territory is named."""
    kinds = set(kinds)
    if not kinds:
        return ""
    if kinds <= IN_VILLAGES:
        return Settlement.VILLAGE
    return Settlement.CITY if kinds <= IN_CITIES else Settlement.SEVERAL
