"""The only writes to the catalogue; sections call them through publishing, in the publication's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from catalogue.models import Entry
from language.terms import search_literal


@dataclass(frozen=True)
class Card:
    """What the catalogue learns of a publication.

    title, summary, place and body map a language code to text; a missing language is an empty string.
    topics and territories are primary keys.
    """

    kind: str
    object_id: int
    path: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    place: Mapping[str, str]
    body: Mapping[str, str]
    topics: Iterable[int]
    territories: Iterable[int]
    published_on: datetime


@transaction.atomic
def put(card: Card, *, state: str = Entry.State.PUBLISHED) -> Entry:
    """Write the entry of a publication, or write it anew; safe to repeat."""
    fields = {
        "path": card.path,
        "state": state,
        "published_on": card.published_on,
        "terms": search_literal(
            [(text, "A") for text in card.title.values()]
            + [(text, "B") for text in card.summary.values()]
            + [(text, "B") for text in card.place.values()]
            + [(text, "C") for text in card.body.values()]
        ),
    }
    for name, texts in (("title", card.title), ("summary", card.summary), ("place", card.place)):
        fields |= {f"{name}_{language}": text or "" for language, text in texts.items()}
    entry, _created = Entry.objects.update_or_create(
        kind=card.kind, object_id=card.object_id, defaults=fields
    )
    entry.topics.set(card.topics)
    entry.territories.set(card.territories)
    return entry


def set_state(*, kind: str, object_id: int, state: str) -> None:
    """Mark the entry withdrawn or archived: it leaves lists and search, and is kept for statistics."""
    Entry.objects.filter(kind=kind, object_id=object_id).update(state=state)


def remove(*, kind: str, object_id: int) -> None:
    """Forget the entry of something that no longer exists or must not be known."""
    Entry.objects.filter(kind=kind, object_id=object_id).delete()
