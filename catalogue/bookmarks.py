"""A person's own list of published things, and lists sent from one reader to another."""

from django.contrib.auth import get_user_model
from django.db import transaction

from catalogue.models import Bookmark, Entry

# More than that is no list but a second catalogue.
MOST_SAVED = 200
MOST_SENT = 50


class ListIsFull(Exception):
    """The person keeps as many things as a list may hold."""


def entries_named(names) -> list[Entry]:
    """Return the published entries behind names such as «practice-17», in their order; others are left out."""
    wanted = [pair for pair in dict.fromkeys(map(_pair, names)) if pair][:MOST_SENT]
    found = {
        (entry.kind, entry.object_id): entry
        for entry in Entry.objects.published().filter(object_id__in=[number for _kind, number in wanted])
    }
    return [found[pair] for pair in wanted if pair in found]


def _pair(name):
    kind, _dash, number = str(name).rpartition("-")
    if not (kind and number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    return kind, int(number)


@transaction.atomic
def save(*, by, entries) -> None:
    """Put the entries into the person's list; what is there stays where it is. Raises ListIsFull."""
    # The person's row is held, so that two presses at once do not both find the last free place.
    get_user_model().objects.select_for_update(of=["self"]).get(pk=by.pk)
    kept = set(Bookmark.objects.filter(user=by).values_list("entry_id", flat=True))
    new = [entry for entry in entries if entry.pk not in kept]
    if len(kept) + len(new) > MOST_SAVED:
        raise ListIsFull
    Bookmark.objects.bulk_create([Bookmark(user=by, entry=entry) for entry in reversed(new)])


def drop(*, by, entry_pk) -> None:
    """Take an entry off the person's list; nothing when it is not there."""
    Bookmark.objects.filter(user=by, entry_id=entry_pk).delete()


def is_saved(*, by, kind, object_id) -> bool:
    """Whether the person keeps this thing."""
    return by.is_authenticated and Bookmark.objects.filter(
        user=by, entry__kind=kind, entry__object_id=object_id
    ).exists()
