"""Puts collections, and links from cases to methods, into a demonstration copy."""

import tomllib
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from practices.models import Collection, CollectionItem, Practice
from publishing import actions

FILE = Path(__file__).with_name("collections.toml")


def load(*, by) -> int:
    """Add what is not there yet, and return how many collections were added."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for case, methods in data["methods"].items():
        for practice in _practices([case]):
            practice.methods.add(*_practices(methods))
    return sum(_load_one(row, by) for row in data["collection"])


def _practices(names):
    """The practices of these names, in their order."""
    keys = [uuid5(NAMESPACE_URL, f"practice:{name}") for name in names]
    found = {practice.form_key: practice for practice in Practice.objects.filter(form_key__in=keys)}
    return [found[key] for key in keys if key in found]


@transaction.atomic
def _load_one(row, by):
    key = uuid5(NAMESPACE_URL, f"collection:{row['key']}")
    if Collection.objects.filter(form_key=key).exists():
        return False
    collection = Collection(author=by, form_key=key, language="ru")
    _set_texts(collection, row, ("title", "summary", "intro"))
    collection.save()
    for position, item in enumerate(row["item"], start=1):
        for practice in _practices([item["practice"]]):
            member = CollectionItem(collection=collection, practice=practice, position=position)
            _set_texts(member, item, ("note",))
            member.save()
    actions.publish(publication=collection, by=by, seen=collection.revision)
    return True


def _set_texts(row, data, names):
    for name in names:
        for code, text in data[name].items():
            setattr(row, f"{name}_{code}", text.strip())
