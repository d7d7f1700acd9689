"""How many practices stand behind each value of each filter: one query for the whole column of filters.

Counting stops at paging.COUNTED practices, so that the column costs the same in a large bank. Where more
are found than are counted, the values are offered without numbers.
"""

from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Length, Replace
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.kept import Kept
from catalogue.models import Topic
from places.models import Territory
from practices import badges
from practices.filters import done_in
from practices.models import Practice
from practices.paging import COUNTED

COLUMNS = ("facet", "value", "ky", "ru", "level", "place", "path", "n")
KEPT = Kept(500)
# Filters whose values are those of a column: name -> (label, values with their names).
CHOICES = {
    "kind": (_("Kind"), Practice.Kind.choices),
    "outcome": (_("How it ended"), Practice.Outcome.choices),
    "settlement": (_("Where people live"), Practice.Settlement.choices),
    "cost_level": (_("Cost"), badges.CHOICES["cost_level"]),
    "evidence_level": (_("Evidence"), badges.CHOICES["evidence_level"]),
    "ease_level": (_("Ease of repeating"), badges.CHOICES["ease_level"]),
    "completeness": (_("Completeness of the entry"), badges.CHOICES["completeness"]),
}


@dataclass(frozen=True)
class Option:
    """A value of a filter with the number of practices that choosing it would show; level 0 is the top.

    count is None where there are more than are counted.
    """

    value: str
    label: str
    count: int | None
    selected: bool
    level: int = 0


@dataclass(frozen=True)
class Facet:
    """A filter with its values."""

    name: str
    label: str
    options: list[Option]
    multiple: bool = False


def count(filters) -> tuple[int, list[Facet]]:
    """Return the number of practices the filters leave, and the facets to show beside them.

    The values of a filter are counted over what the other filters leave. Values without practices are
    left out unless they are chosen. A number above COUNTED stands for «more than that».
    """
    key = (get_language(), *((name, str(value)) for name, value in sorted(filters.cleaned.items()) if value))
    known = KEPT.get(key)
    if known is None:
        known = _count(filters)
        KEPT.put(key, known)
    return known


def _count(filters):
    parts = [_topics(filters), _territories(filters), _years(filters), *_bases(filters)]
    parts += [_column(filters, name) for name in CHOICES]
    found = list(_total(filters).union(*parts, all=True).order_by("facet", "place", "path", "value"))
    total = next((row[-1] for row in found if row[0] == "total"), 0)
    bases = {row[1]: row[-1] for row in found if row[0] == "base"}
    chosen = filters.cleaned

    def facet(name, label, values, multiple=False):
        rows = [row for row in found if row[0] == name]
        options = _options(rows, name, values, exact=bases.get(name, total) <= COUNTED)
        return Facet(name, str(label), options, multiple)

    return total, [
        facet("topic", _("Topic"), chosen.get("topic") or [], multiple=True),
        facet("territory", _("Territory"), [chosen.get("territory")]),
        *(facet(name, label, chosen.get(name) or [], multiple=True) for name, (label, _values) in CHOICES.items()),
        facet("year", _("Year"), [str(chosen.get("year") or "")]),
    ]


def _options(rows, facet, chosen, *, exact):
    language = COLUMNS.index(get_language())
    names = dict(CHOICES[facet][1]) if facet in CHOICES else {}
    # Of more practices than are counted, any value may be one that was not looked at.
    rows = rows if exact else _every(rows, facet)
    options = [
        Option(
            value=row[1],
            label=str(names.get(row[1]) or row[language] or row[2] or row[3] or row[1]),
            count=row[-1] if exact else None,
            selected=row[1] in chosen,
            level=row[4],
        )
        for row in rows
        if row[-1] or not exact or row[1] in chosen
    ]
    # What was chosen is shown even if nothing has it: only so can it be seen and taken back.
    missing = dict.fromkeys(filter(None, chosen)).keys() - {option.value for option in options}
    count = 0 if exact else None
    return options + [Option(value, str(names.get(value, value)), count, selected=True) for value in sorted(missing)]


def _every(rows, facet):
    """All values of the facet, also those that the counted practices do not have."""
    if facet in CHOICES:
        return [(facet, str(value), "", "", 0, 0, "", 0) for value, _name in CHOICES[facet][1]]
    if facet == "year" and rows:
        last, first = int(rows[0][1]), min(int(rows[-1][1]), 2000)
        return [(facet, str(year), "", "", 0, 0, "", 0) for year in range(last, first - 1, -1)]
    return rows


def _text(value):
    return Value(value, output_field=CharField())


def _row(queryset, facet, *, value, ky="", ru="", level=0, place=0, has_path=False, n=None):
    """Give a queryset the columns that all parts of the union share."""
    return queryset.annotate(
        facet=_text(facet),
        value=value,
        ky=F(ky) if ky else _text(""),
        ru=F(ru) if ru else _text(""),
        level=level if hasattr(level, "resolve_expression") else Value(level),
        place=place if hasattr(place, "resolve_expression") else Value(place),
        **({} if has_path else {"path": _text("")}),
        **({"n": n} if n is not None else {}),
    ).values_list(*COLUMNS)


def _counted_set(filters, name):
    """What the other filters leave, cut where counting stops."""
    return Practice.objects.filter(pk__in=filters.without(name).order_by().values("pk")[: COUNTED + 1]).order_by()


def _number(filters, name, facet, value):
    everything = _counted_set(filters, name).annotate(one=_text("")).values("one")
    return _row(everything, facet, value=_text(value), n=Count("pk"))


def _total(filters):
    return _number(filters, "", "total", "")


def _bases(filters):
    """How many the other filters leave, for each filter in use; for the rest it is the total."""
    return [_number(filters, name, "base", name) for name, value in filters.cleaned.items() if value and name != "q"]


def _column(filters, name):
    named = {f"{name}__in": [value for value, _name in CHOICES[name][1]]}
    rows = _counted_set(filters, name).filter(**named).values(name).annotate(n=Count("pk"))
    return _row(rows, name, value=Cast(name, CharField()))


def _years(filters):
    """A work of 2017–2019 counts in each of its three years, as the filter finds it."""
    first, last = (Cast(year, IntegerField()) for year in ("year_from", Coalesce("year_to", "year_from")))
    each_year = Func(first, last, function="generate_series", output_field=IntegerField())
    years = _counted_set(filters, "year").filter(year_from__isnull=False).annotate(each=each_year).values("each")
    return _row(
        years.annotate(n=Count("pk")), "year", value=Cast("each", CharField()), place=-F("each")
    )


def _counted(practices, condition):
    """The number of practices for which the condition on the outer row holds."""
    found = (
        practices.filter(condition)
        .annotate(one=Value(1))
        .values("one")
        .annotate(found=Count("pk", distinct=True))
        .values("found")
    )
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def _topics(filters):
    chosen = filters.cleaned.get("topic") or []
    topics = Topic.objects.order_by().filter(Q(parent__isnull=True) | Q(slug__in=chosen))
    return _row(
        topics, "topic", value=F("slug"), ky="name_ky", ru="name_ru", place=F("position"),
        n=_counted(_counted_set(filters, "topic"), Q(topics=OuterRef("pk")) | Q(topics__parent=OuterRef("pk"))),
    )


def _territories(filters):
    """Oblasts, and along the chosen place its districts and municipalities."""
    slug = filters.cleaned.get("territory") or ""
    above_chosen = Territory.objects.filter(slug=slug, path__startswith=OuterRef("parent__path"))
    places = Territory.objects.order_by().filter(Q(parent__isnull=True) | Exists(above_chosen))
    level = Length("path") - Length(Replace("path", Value("/"), Value(""))) - 2
    return _row(
        places, "territory", value=F("slug"), ky="name_ky", ru="name_ru", level=level, has_path=True,
        n=_counted(_counted_set(filters, "territory"), done_in("startswith", OuterRef("path"))),
    )
