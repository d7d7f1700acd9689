"""Puts the demonstration practices into an empty portal, through the same actions as people use."""

import tomllib
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from catalogue.models import Topic
from places.models import Territory
from practices.adopting.demo import loading as repeats
from practices.collecting.demo import loading as collections
from practices.demo import passport
from practices.demo.law import cite, mark_the_changed
from practices.demo.pictures import add_pictures
from practices.exchange.demo import loading as remarks
from practices.models import Indicator, Practice, PracticeStep, Source
from publishing import actions

FOLDER = Path(__file__).parent
TEXTS = (
    "title", "summary", "place_note", "problem", "solution", "lessons", "cost_note", "legal_basis", "contact_post"
)
PLAIN = ("kind", "year_from", "year_to", "cost_total", "language")
ROWS = {
    "steps": (PracticeStep, ("title", "text"), ()),
    "indicators": (Indicator, ("name", "unit"), ("before", "after")),
    "sources": (Source, ("title",), ("url",)),
}


def load(*, by) -> int:
    """Publish every practice of the folder that is not there yet, and return how many were added."""
    added = sum(_load_one(path, by) for path in sorted(FOLDER.glob("*.toml")))
    repeats.load(by=by)
    remarks.load(by=by)
    collections.load(by=by)
    mark_the_changed(by=by)
    return added


@transaction.atomic
def _load_one(path, by):
    key = uuid5(NAMESPACE_URL, f"practice:{path.stem}")
    if Practice.objects.filter(form_key=key).exists():
        return False
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    plain = {name: data[name] for name in (*PLAIN, *passport.PLAIN) if name in data}
    practice = Practice(author=by, form_key=key, **plain)
    _set_texts(practice, data, (*TEXTS, *passport.TEXTS))
    practice.save()
    practice.topics.set(_found(Topic, data.get("topics", []), path))
    practice.territories.set(_found(Territory, data.get("territories", []), path))
    _add_rows(practice, data)
    passport.add_fundings(practice, data.get("fundings", []))
    cite(practice, data.get("citations", []), path)
    add_pictures(practice, data.get("pictures", []), by=by)
    if data.get("status", "published") == "published":
        actions.submit(publication=practice, by=by, seen=practice.revision)
        actions.publish(publication=practice, by=by, seen=practice.revision)
    passport.check_facts(practice, data, by=by)
    return True


def _set_texts(item, data, names):
    for name in names:
        for code, text in data.get(name, {}).items():
            setattr(item, f"{name}_{code}", text.strip())


def _found(model, slugs, path):
    found = list(model.objects.filter(slug__in=slugs))
    missing = set(slugs) - {item.slug for item in found}
    if missing:
        raise LookupError(f"{path.name}: no {model._meta.verbose_name} called {', '.join(sorted(missing))}")
    return found


def _add_rows(practice, data):
    for name, (model, texts, plain) in ROWS.items():
        for position, row in enumerate(data.get(name, []), start=1):
            item = model(practice=practice, position=position, **{key: row[key] for key in plain if key in row})
            _set_texts(item, row, texts)
            item.save()
