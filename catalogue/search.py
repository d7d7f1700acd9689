"""Plain full-text search over the catalogue."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from catalogue.models import Entry
from language.terms import search_query

# Ranking reads every matching vector, so only so many of the newest matches compete for the first place.
CANDIDATES = 200


class LiteralQuery(SearchQuery):
    """A tsquery made in Python; the value stays a bound parameter."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, value, **extra):
        super().__init__(value, search_type="raw")


def matching(text: str, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return those of the entries that hold every word of the text; no words, no narrowing."""
    literal = search_query(text)
    return entries if literal is None else entries.filter(terms=LiteralQuery(literal))


def best_first(text: str, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return the matching entries with the best first; nothing to search for gives the newest first."""
    literal = search_query(text)
    if literal is None:
        return entries.newest()
    query = LiteralQuery(literal)
    newest_matches = entries.filter(terms=query).newest().values("id")[:CANDIDATES]
    return (
        Entry.objects.filter(id__in=newest_matches)
        .annotate(rank=SearchRank(F("terms"), query))
        .order_by("-rank", "-published_on", "-id")
    )
