"""What stands beside a practice, as rows of the one query that brings the whole page: titles with addresses."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch
from django.db.models.functions import JSONObject

from places.models import Territory
from practices.models import LANGUAGES, Collection, Practice
from practices.models.practice import STORY

MOST = 12
LONG = [f"practice__{name}_{code}" for name in STORY for code in LANGUAGES]
COLUMNS = ("id", "slug", *(f"title_{code}" for code in LANGUAGES))


def annotations() -> dict:
    """Return what practices.reading adds to its query: methods used, cases that used this one, collections."""
    practices = Practice.objects.published().order_by("-published_at", "-id")
    collections = Collection.objects.published().order_by("-published_at", "-id")
    return {
        "methods_json": _titles(practices.filter(cases=OuterRef("pk"))),
        "cases_json": _titles(practices.filter(methods=OuterRef("pk"))),
        "collections_json": _titles(collections.filter(items__practice=OuterRef("pk"))),
    }


def _titles(publications):
    row = JSONObject(**{name: F(name) for name in COLUMNS})
    return ArraySubquery(publications[:MOST].annotate(json=row).values("json"))


def unpack_neighbours(practice) -> None:
    """Turn the annotated JSON into publications with a title and an address."""
    practice.methods_used = [Practice(**row) for row in practice.methods_json]
    practice.used_in = [Practice(**row) for row in practice.cases_json]
    practice.stands_in = [Collection(**row) for row in practice.collections_json]


def readable_items(collection):
    """The published practices of the collection in the curator's order: what was withdrawn is left out."""
    items = collection.items.filter(practice__status=Practice.Status.PUBLISHED).order_by("position", "id")
    places = Prefetch("practice__territories", Territory.objects.with_parents())
    return list(items.select_related("practice").defer(*LONG).prefetch_related(places))
