"""How many practices stand behind each value of each filter: one query for the whole column of filters."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Length, Replace
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import Topic
from places.models import Territory
from practices.filters import done_in
from practices.models import Practice

COLUMNS = ("facet", "value", "ky", "ru", "level", "place", "path", "n")


@dataclass(frozen=True)
class Option:
    """A value of a filter with the number of practices that choosing it would show; level 0 is the top."""

    value: str
    label: str
    count: int
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
    left out unless they are chosen.
    """
    rows = (
        _total(filters)
        .union(_kinds(filters), _topics(filters), _territories(filters), _years(filters), all=True)
        .order_by("facet", "place", "path", "value")
    )
    found = list(rows)
    total = next((row[-1] for row in found if row[0] == "total"), 0)
    chosen = filters.cleaned
    return total, [
        Facet("topic", _("Topic"), _options(found, "topic", chosen.get("topic") or []), multiple=True),
        Facet("territory", _("Territory"), _options(found, "territory", [chosen.get("territory")])),
        Facet("kind", _("Kind"), _options(found, "kind", chosen.get("kind") or []), multiple=True),
        Facet("year", _("Year"), _options(found, "year", [str(chosen.get("year") or "")])),
    ]


def _options(rows, facet, chosen):
    language = COLUMNS.index(get_language())
    kinds = dict(Practice.Kind.choices) if facet == "kind" else {}
    options = [
        Option(
            value=row[1],
            label=str(kinds.get(row[1]) or row[language] or row[2] or row[3] or row[1]),
            count=row[-1],
            selected=row[1] in chosen,
            level=row[4],
        )
        for row in rows
        if row[0] == facet and (row[-1] or row[1] in chosen)
    ]
    # What was chosen is shown even if nothing has it: only so can it be seen and taken back.
    missing = dict.fromkeys(filter(None, chosen)).keys() - {option.value for option in options}
    return options + [Option(value, str(kinds.get(value, value)), 0, selected=True) for value in sorted(missing)]


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


def _total(filters):
    everything = filters.without("").order_by().annotate(one=_text("")).values("one")
    return _row(everything, "total", value=_text(""), n=Count("pk"))


def _kinds(filters):
    by_kind = filters.without("kind").order_by().values("kind").annotate(n=Count("pk"))
    return _row(by_kind, "kind", value=F("kind"))


def _years(filters):
    """A work of 2017–2019 counts in each of its three years, as the filter finds it."""
    first, last = (Cast(year, IntegerField()) for year in ("year_from", Coalesce("year_to", "year_from")))
    each_year = Func(first, last, function="generate_series", output_field=IntegerField())
    years = (
        filters.without("year").filter(year_from__isnull=False).order_by().annotate(each=each_year).values("each")
    )
    return _row(
        years.annotate(n=Count("pk")), "year", value=Cast("each", CharField()), place=-F("each")
    )


def _counted(practices, condition):
    """The number of practices for which the condition on the outer row holds."""
    found = (
        Practice.objects.filter(condition, pk__in=practices.order_by().values("pk"))
        .order_by()
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
        n=_counted(filters.without("topic"), Q(topics=OuterRef("pk")) | Q(topics__parent=OuterRef("pk"))),
    )


def _territories(filters):
    """Oblasts, and along the chosen place its districts and municipalities."""
    slug = filters.cleaned.get("territory") or ""
    above_chosen = Territory.objects.filter(slug=slug, path__startswith=OuterRef("parent__path"))
    places = Territory.objects.order_by().filter(Q(parent__isnull=True) | Exists(above_chosen))
    level = Length("path") - Length(Replace("path", Value("/"), Value(""))) - 2
    return _row(
        places, "territory", value=F("slug"), ky="name_ky", ru="name_ru", level=level, has_path=True,
        n=_counted(filters.without("territory"), done_in("startswith", OuterRef("path"))),
    )
