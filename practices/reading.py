"""All that the page of one practice needs, in one query.

The rows come as JSON from subqueries and become model instances in the prefetch caches of the practice,
so that templates read them as ever.
"""

from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DecimalField, F, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import get_language

from catalogue.models import Topic
from places.models import Territory
from practices.citing.reading import annotations as citations
from practices.citing.reading import unpack_citations
from practices.collecting.reading import annotations as neighbours
from practices.collecting.reading import unpack_neighbours
from practices.exchange.reading import annotations as remarks
from practices.exchange.reading import unpack_threads
from practices.models import Attachment, Funding, Indicator, Practice, PracticeStep, Source
from practices.passport.facts import annotations as facts
from practices.pictures.reading import annotations as renditions
from practices.pictures.reading import unpack_renditions

ROWS = {
    "steps": PracticeStep, "indicators": Indicator, "fundings": Funding, "sources": Source, "attachments": Attachment,
}
TOPIC = ("id", "slug", "name_ky", "name_ru", "position")
PLACE = ("id", "slug", "kind", "path", "name_ky", "name_ru")
# A village reaches its oblast in three steps.
# What became of a unit that was merged or renamed, and of that one.
SUCCESSORS = ("successor__", "successor__successor__")
PARENTS = ("", "parent__", "parent__parent__", "parent__parent__parent__")


def _columns(model):
    translated = {name.rpartition("_")[0] for name in _names(model) if name.endswith(("_ky", "_ru"))}
    # The untranslated twin of a translated column is never read.
    return [name for name in _names(model) if name not in translated]


def _names(model):
    return [field.attname for field in model._meta.concrete_fields]


def _array(rows, columns, order):
    # A figure travels as text: as a number of JSON it would lose its last digits.
    figures = {field.attname for field in rows.model._meta.concrete_fields if isinstance(field, DecimalField)}
    row = JSONObject(**{
        name.replace("__", "/"): Cast(name, TextField()) if name in figures else F(name) for name in columns
    })
    # values(json=…) would bring all columns along: modeltranslation adds them when no name is given.
    return ArraySubquery(rows.order_by(*order).annotate(json=row).values("json"))


def for_reading():
    """Return the practices with their rows, topics and territories annotated; to be narrowed by the caller."""
    return _annotated(get_language()).all()


@cache
def _annotated(_language):
    # Making this statement costs a third of the page. The order of names and titles is that of the language.
    arrays = {
        f"{name}_json": _array(model.objects.filter(practice=OuterRef("pk")), _columns(model), ["position", "id"])
        for name, model in ROWS.items()
    }
    place_columns = [prefix + name for prefix in (*PARENTS, *SUCCESSORS) for name in PLACE]
    return Practice.objects.annotate(
        **arrays,
        **remarks(),
        **neighbours(),
        **facts(),
        **renditions(),
        **citations(),
        topics_json=_array(Topic.objects.filter(practices=OuterRef("pk")), TOPIC, ["position"]),
        territories_json=_array(
            Territory.objects.filter(practices=OuterRef("pk")), place_columns, ["path"]
        ),
    ).select_related("merged_into")


def unpack(practice: Practice) -> Practice:
    """Turn the annotated JSON into the prefetched rows of the practice."""
    for name, model in ROWS.items():
        _fill(practice, name, [_instance(model, row, practice) for row in getattr(practice, f"{name}_json")])
    _fill(practice, "topics", [_instance(Topic, row) for row in practice.topics_json])
    _fill(practice, "territories", [_place(row) for row in practice.territories_json])
    unpack_threads(practice)
    unpack_neighbours(practice)
    unpack_renditions(practice)
    unpack_citations(practice)
    return practice


def _instance(model, row, practice=None):
    fields = {field.attname: field for field in model._meta.concrete_fields}
    instance = model(**{
        name: fields[name].to_python(value) if value is not None else None for name, value in row.items()
    })
    instance._state.adding = False
    if practice is not None:
        instance.practice = practice
    return instance


def _place(row):
    place = None
    for prefix in reversed([prefix.replace("__", "/") for prefix in PARENTS]):
        if row[f"{prefix}id"] is None:
            continue
        above, place = place, _instance(Territory, {name: row[prefix + name] for name in PLACE})
        place.parent = above
    unit = place
    for prefix in (prefix.replace("__", "/") for prefix in SUCCESSORS):
        if row[f"{prefix}id"] is None:
            break
        unit.successor = _instance(Territory, {name: row[prefix + name] for name in PLACE})
        unit = unit.successor
    return place


def _fill(practice, name, instances):
    rows = getattr(practice, name).get_queryset()
    rows._result_cache = instances
    rows._prefetch_done = True
    practice._prefetched_objects_cache = {**getattr(practice, "_prefetched_objects_cache", {}), name: rows}
