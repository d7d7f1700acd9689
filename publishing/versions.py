"""The text of a publication as it was, and what changed since: what a reviewer reads instead of reading all again."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import override
from modeltranslation.translator import translator

from publishing.models import ModerationEvent, Version

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Longer answers are shown whole, before and after: comparing them word by word would cost seconds.
MOST_WORDS = 4_000
# Columns of a row that are not told by anybody.
NOT_TOLD = {"id", "position"}


@dataclass(frozen=True)
class Change:
    """One answer that changed: its name, its language ("" for both), and the pieces of its text.

    A piece is ("same" | "added" | "removed", words).
    """

    label: str
    language: str
    pieces: list[tuple[str, str]]


def snapshot(publication) -> list[list[str]]:
    """Return all that is told as [name, language, words], in the order of the page; empty answers are left out.

    The publication's class names its rows in VERSIONED_ROWS and its links in VERSIONED_LINKS. A row is known
    by its number, so that a row put in between does not make all the following ones look changed.
    """
    told = _told_by(publication, type(publication).VERSIONED_FIELDS, "")
    for name in publication.VERSIONED_LINKS:
        told.append([name, "", _linked(publication, name)])
    for name in publication.VERSIONED_ROWS:
        for row in getattr(publication, name).order_by("pk"):
            told += _told_by(row, _columns(row, type(publication)), f"{name}.{row.pk}.")
    return [answer for answer in told if answer[2]]


def _told_by(item, names, prefix):
    """The answers in these columns of one row of a table."""
    translated, answers = _translated(type(item)), []
    for name in names:
        if name in translated:
            answers += [[f"{prefix}{name}", code, getattr(item, f"{name}_{code}") or ""] for code in LANGUAGES]
        else:
            field = type(item)._meta.get_field(name)
            # A file is told by its name: where it is stored says nothing.
            value = str(item) if isinstance(field, models.FileField) else getattr(item, field.attname)
            answers.append([f"{prefix}{name}", "", "" if value is None else str(value)])
    return answers


def _columns(row, parent):
    """The columns of a row that somebody tells: not its place, its parent, or the copies for each language."""
    translated = _translated(type(row))
    copies = {f"{name}_{code}" for name in translated for code in LANGUAGES}
    return [
        field.name for field in type(row)._meta.concrete_fields
        if field.name not in NOT_TOLD | copies and field.editable and field.remote_field is None
        or isinstance(field, models.ForeignKey) and field.related_model is not parent
    ]


def _translated(model):
    known = translator.get_registered_models(abstract=False)
    return list(translator.get_options_for_model(model).fields) if model in known else []


def _linked(publication, name):
    with override(publication.language):
        return ", ".join(sorted(str(item) for item in getattr(publication, name).all()))


def keep_version(publication) -> Version | None:
    """Keep the text as it is now; nothing when it is the text of the last version."""
    last = versions(publication).first()
    text = snapshot(publication)
    if last and last.text == text:
        return None
    kept, _created = Version.objects.get_or_create(
        kind=publication.label(), object_id=publication.pk, revision=publication.revision, defaults={"text": text}
    )
    return kept


def versions(publication):
    """Return the kept versions, the latest first."""
    return Version.objects.filter(kind=publication.label(), object_id=publication.pk)


def seen_before(publication) -> Version | None:
    """Return the version on which a curator decided last; None when nobody has."""
    decided = ModerationEvent.objects.filter(
        kind=publication.label(), object_id=publication.pk, action__in=["send_back", "publish"]
    ).first()
    return versions(publication).filter(revision__lte=decided.revision).first() if decided else None


def changes(before: list, publication) -> list[Change]:
    """Return what of the text differs from an earlier snapshot, in the order of the page."""
    old, new = (_by_name(text) for text in (before, snapshot(publication)))
    numbers = _row_numbers(publication)
    return [
        Change(
            _label(publication, key[0], numbers), key[1],
            pieces(*(_in_words(publication, key[0], text.get(key, "")) for text in (old, new))),
        )
        for key in dict.fromkeys([*new, *old])
        if old.get(key, "") != new.get(key, "")
    ]


def changed_languages(before: list, after: list) -> set[str]:
    """Return the languages in which words differ between two snapshots."""
    old, new = _by_name(before), _by_name(after)
    return {key[1] for key in {*old, *new} if old.get(key) != new.get(key) and key[1]}


def _by_name(text):
    return {(name, language): words for name, language, words in text}


def _row_numbers(publication):
    return {
        f"{name}.{row.pk}": number
        for name in publication.VERSIONED_ROWS
        for number, row in enumerate(getattr(publication, name).all(), start=1)
    }


def _field(publication, name):
    rows, _dot, rest = name.partition(".")
    if not rest:
        return type(publication)._meta.get_field(name)
    return getattr(publication, rows).model._meta.get_field(rest.partition(".")[2])


def _in_words(publication, name, value):
    """A value of a list of choices by its name, anything else as it is."""
    return str(dict(_field(publication, name).flatchoices or ()).get(value, value))


def _label(publication, name, numbers):
    rows, _dot, rest = name.partition(".")
    field = _field(publication, name)
    if not rest:
        return capfirst(str(field.verbose_name))
    place = numbers.get(f"{rows}.{rest.partition('.')[0]}", "—")
    return f"{capfirst(str(field.model._meta.verbose_name))} {place}: {field.verbose_name}"


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """Return what stayed, what was taken out and what was put in, word by word."""
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    if len(old) + len(new) > MOST_WORDS:
        return [piece for piece in (("removed", before), ("added", after)) if piece[1]]
    found = []
    for step, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(("same", "".join(old[i:j])))
            continue
        found += [piece for piece in (("removed", "".join(old[i:j])), ("added", "".join(new[k:m]))) if piece[1]]
    return found
