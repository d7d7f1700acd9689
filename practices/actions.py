"""Writes over a practice and its rows. `by` is the acting person, `seen` the revision they had before them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from practices.checking.actions import read_answers
from practices.models import Attachment, Practice
from practices.passport.facts import standing, with_facts
from practices.pictures import tasks as pictures
from publishing.actions import NotAllowedNow, Overtaken, last_event, leave_queue, note_check
from publishing.models import ModerationEvent, Publication
from publishing.uploads import CheckedFile, check_count, save_file

DRAFTS_AN_HOUR = 30


class TooMany(Exception):
    """The person began more practices in an hour than a person can write."""


@transaction.atomic
def begin(*, by, form_key, language, title) -> Practice:
    """Begin a draft; the same form sent again finds the same draft. Raises TooMany."""
    draft = Practice.objects.filter(author=by, form_key=form_key).first()
    if draft:
        return draft
    an_hour_ago = timezone.now() - timedelta(hours=1)
    if Practice.objects.by(by).filter(created_at__gt=an_hour_ago).count() >= DRAFTS_AN_HOUR:
        raise TooMany
    draft, _created = Practice.objects.get_or_create(
        author=by, form_key=form_key, defaults={"language": language, f"title_{language}": title}
    )
    return draft


@transaction.atomic
def write(
    *, practice, by, seen, values: Mapping, links: Mapping[str, Iterable] = (), rows: Mapping[str, list] = ()
) -> None:
    """Write fields, topics and territories, and whole sets of rows of the author's draft.

    values maps field names to values, links names of many-to-many fields to their new contents, rows
    names of row sets («steps») to dictionaries in their new order. A row equal to what is kept is not
    touched; raises Overtaken when the draft was changed meanwhile or is no longer the author's to change.
    """
    still_theirs = Practice.objects.filter(author=by, revision=seen, status__in=Publication.EDITABLE_BY_AUTHOR)
    try:
        practice.refresh_from_db(from_queryset=still_theirs.select_for_update(no_key=True))
    except Practice.DoesNotExist as error:
        raise Overtaken(last_event(practice)) from error
    practice.revision += 1
    for name, value in values.items():
        setattr(practice, name, value)
    practice.save()
    for name, contents in dict(links).items():
        getattr(practice, name).set(contents)
    for name, dictionaries in dict(rows).items():
        _replace_rows(getattr(practice, name), dictionaries)
    reckon(practice)


def reckon(practice) -> None:
    """Write what follows from the rest of the practice: badges, total, where people live.

    To be called after every write to the practice or its rows; no revision of the text and no day of change.
    """
    columns = standing(with_facts().get(pk=practice.pk))
    Practice.objects.filter(pk=practice.pk).update(**columns)
    for name, value in columns.items():
        setattr(practice, name, value)


@transaction.atomic
def confirm_facts(*, practice, by, post="", seen=None, answers=None) -> None:
    """Keep that the facts were checked today, and by the holder of which post; no post is a curator of the portal.

    Pressed twice, it is logged once. answers is the number of answers of outsiders before the person: with
    them read, the practice leaves the queue. Raises PermissionDenied, NotAllowedNow (its author is still
    writing), or Overtaken when seen is an older revision.
    """
    if not by.has_perm(Practice.permission("moderate")):
        raise PermissionDenied
    held = Practice.objects.select_for_update(no_key=True).get(pk=practice.pk)
    if seen is not None and held.revision != seen:
        raise Overtaken(last_event(practice))
    if held.status in Publication.EDITABLE_BY_AUTHOR:
        raise NotAllowedNow(held.status)
    check = {"checked_on": timezone.localdate(), "checked_by_post": " ".join(post.split())[:200]}
    if check != {name: getattr(held, name) for name in check}:
        Practice.objects.filter(pk=practice.pk).update(**check)
        note_check(publication=held, by=by, verb=ModerationEvent.Action.FACTS, reason=check["checked_by_post"])
    read_answers(practice=practice, by=by, answers=answers)
    practice.refresh_from_db(fields=[*check])
    reckon(practice)


def _replace_rows(manager, dictionaries):
    """Rows are known by their number, so that the translation of a row stays with it when rows move."""
    kept = {row.pk: row for row in manager.all()}
    for position, fields in enumerate(dictionaries, start=1):
        row = kept.pop(fields.get("id"), None) or manager.model(practice=manager.instance)
        for name, value in {**fields, "position": position}.items():
            if name != "id":
                setattr(row, name, value)
        row.save()
    manager.filter(pk__in=kept).delete()


@transaction.atomic
def attach(*, practice, by, checked: CheckedFile, caption="") -> Attachment:
    """Keep a checked file with the author's draft; the same file again changes nothing.

    Raises Overtaken when the draft was sent or deleted meanwhile, UploadRefused when it has all the files
    it may have.
    """
    _hold_draft(practice, by)
    kept = practice.attachments.filter(sha256=checked.sha256).first()
    if kept:
        return kept
    check_count(practice.attachments.count() + 1)
    attachment = Attachment(
        practice=practice,
        kind=checked.kind,
        name=checked.shown_name,
        content_type=checked.content_type,
        size=checked.size,
        width=checked.width,
        height=checked.height,
        sha256=checked.sha256,
        position=practice.attachments.count() + 1,
        **{f"caption_{practice.language}": caption},
    )
    save_file(attachment.file, checked, small_field_file=attachment.small)
    attachment.save()
    if attachment.is_picture:
        pictures.render.enqueue(attachment.pk)
    reckon(practice)
    return attachment


@transaction.atomic
def detach(*, attachment, by) -> None:
    """Take a file off the author's draft; its bytes go when the transaction is safe. Raises Overtaken."""
    _hold_draft(attachment.practice, by)
    _remove_bytes_later(attachment)
    attachment.delete()
    reckon(attachment.practice)


def _hold_draft(practice, by):
    """Lock the row: nobody sends or deletes the draft until the transaction ends."""
    drafts = Practice.objects.by(by).filter(status__in=Publication.EDITABLE_BY_AUTHOR)
    if not drafts.select_for_update(no_key=True).filter(pk=practice.pk).exists():
        raise Overtaken(last_event(practice))


@transaction.atomic
def delete_draft(*, practice, by) -> None:
    """The author deletes a text that was never published, with its files."""
    draft = (
        Practice.objects.select_for_update()
        .filter(pk=practice.pk, author=by, status__in=Publication.EDITABLE_BY_AUTHOR, published_at__isnull=True)
        .get()
    )
    _erase(draft)


@transaction.atomic
def erase_drafts_of_the_left(*, before) -> int:
    """Erase what was never published of people who deleted their accounts before the day; return how many."""
    drafts = list(
        Practice.objects.select_for_update().filter(author__left_on__lt=before, published_at__isnull=True)
    )
    for draft in drafts:
        _erase(draft)
    return len(drafts)


def _erase(draft):
    for attachment in draft.attachments.all():
        _remove_bytes_later(attachment)
    leave_queue(draft)
    draft.delete()


def _remove_bytes_later(attachment):
    renditions = [rendition.file for rendition in attachment.renditions.all()]
    for field in (attachment.file, attachment.small, *renditions):
        if field:
            transaction.on_commit(lambda storage=field.storage, name=field.name: storage.delete(name))
