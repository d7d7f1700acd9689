"""The only place where the status of a publication changes.

Every verb is keyword-only, atomic and logged; `by` is the acting person and `seen` the revision that
person had before their eyes. A verb on an older revision, or out of order, changes nothing.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalogue import actions as catalogue
from catalogue.models import Entry
from publishing.author_mail import tell_author
from publishing.models import ModerationEvent, Publication, QueueItem
from publishing.queue import enter_queue, leave_queue, original_title
from publishing.translations import ask_for_translation, keep_text

Status = Publication.Status
AUTHOR, MODERATE = "author", "moderate"

# (status now, verb) -> (status after, who may). What is not here cannot happen.
TRANSITIONS = {
    (Status.DRAFT, "submit"): (Status.IN_REVIEW, AUTHOR),
    (Status.RETURNED, "submit"): (Status.IN_REVIEW, AUTHOR),
    (Status.IN_REVIEW, "recall"): (Status.DRAFT, AUTHOR),
    (Status.IN_REVIEW, "send_back"): (Status.RETURNED, MODERATE),
    (Status.IN_REVIEW, "publish"): (Status.PUBLISHED, MODERATE),
    (Status.PUBLISHED, "withdraw"): (Status.WITHDRAWN, MODERATE),
    (Status.PUBLISHED, "archive"): (Status.ARCHIVED, MODERATE),
    (Status.WITHDRAWN, "restore"): (Status.PUBLISHED, MODERATE),
    (Status.ARCHIVED, "restore"): (Status.PUBLISHED, MODERATE),
}
# What curators make themselves is published by the press of one of them.
CURATED = {
    (Status.DRAFT, "publish"): (Status.PUBLISHED, MODERATE),
    **{step: end for step, end in TRANSITIONS.items() if step[0] in Publication.OPEN_TO_ALL},
}
# Steps that readers see in «what changed and why».
PUBLIC_VERBS = {"publish", "edit", "withdraw", "archive", "restore", "law", "facts"}


class NotAllowedNow(Exception):
    """The verb does not fit the status: somebody decided before, or the request was made up."""


@dataclass
class Overtaken(Exception):
    """The text or the decision is newer than what the person saw; last tells who and when."""

    last: ModerationEvent | None = None


class ReasonNeeded(Exception):
    """The verb must say why."""


def allowed_verbs(publication, user) -> list[str]:
    """Return the verbs that this person may use on the publication now, in the order of the table."""
    verbs = [
        verb
        for (status, verb), (_after, right) in transitions(publication).items()
        if status == publication.status and _has_right(publication, user, right)
    ]
    if publication.has_old_translation and _has_right(publication, user, MODERATE):
        verbs.append("translation")
    return verbs


def transitions(publication) -> dict:
    """Return the table by which the publication moves."""
    return CURATED if publication.IS_CURATED else TRANSITIONS


def _has_right(publication, user, right) -> bool:
    if right == AUTHOR:
        return user.is_authenticated and publication.author_id == user.pk
    return user.has_perm(publication.permission(MODERATE))


@transaction.atomic
def _move(publication, verb, *, by, seen, reason="", **fields):
    """Compare-and-set the status; the loser of two simultaneous decisions learns who won."""
    if (publication.status, verb) not in transitions(publication):
        raise _why_not(publication)
    after, right = transitions(publication)[publication.status, verb]
    if not _has_right(publication, by, right):
        raise PermissionDenied
    before = publication.status
    changed = (
        type(publication)
        .objects.filter(pk=publication.pk, status=before, revision=seen)
        .update(status=after, revision=F("revision") + 1, changed_at=timezone.now(), **fields)
    )
    if not changed:
        raise Overtaken(last_event(publication))
    publication.refresh_from_db()
    return _log(publication, verb, by=by, before=before, reason=reason)


def _why_not(publication):
    last = last_event(publication)
    return Overtaken(last) if last else NotAllowedNow(publication.status)


def _log(publication, verb, *, by, before, reason="", changed_fields=()):
    return ModerationEvent.objects.create(
        kind=publication.label(),
        object_id=publication.pk,
        title=str(publication)[:200],
        action=verb,
        from_status=before,
        to_status=publication.status,
        revision=publication.revision,
        by=by,
        by_name=str(by) if by else "",
        reason=reason,
        changed_fields=list(changed_fields),
        # What a curator corrected before the first publication is no change to readers.
        is_public=verb in PUBLIC_VERBS and publication.is_open_to_all,
    )


def last_event(publication) -> ModerationEvent | None:
    """Return the latest step in the life of the publication."""
    return history(publication).first()


def history(publication):
    """Return the steps of the publication, the latest first."""
    return ModerationEvent.objects.filter(kind=publication.label(), object_id=publication.pk)


def asked_of_author(publication) -> str:
    """Return what a curator asked the author to change, until the text is published; empty when nothing."""
    last = history(publication).filter(action__in=["send_back", "publish"]).first()
    return last.reason if last and last.action == "send_back" else ""


def enter_queue_together(publications, reason, *, places) -> None:
    """Put many publications of one kind into the queue at once; places tells where each was, by its number."""
    QueueItem.objects.bulk_create(
        [
            QueueItem(
                kind=publication.label(), object_id=publication.pk, reason=reason, title=original_title(publication),
                place=places[publication.pk][:200], language=publication.language, submitted_at=timezone.now(),
            )
            for publication in publications
        ],
        ignore_conflicts=True,
    )


def _must_be_complete(publication):
    """Nothing that cannot be understood enters the queue or is published."""
    if publication.shortcomings():
        raise NotAllowedNow(publication.status)


def _needs(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    return reason


@transaction.atomic
def submit(*, publication, by, seen) -> None:
    """The author gives the text to the curators; it enters the queue. Raises NotAllowedNow when incomplete."""
    _must_be_complete(publication)
    _move(publication, "submit", by=by, seen=seen, submitted_at=timezone.now())
    leave_queue(publication, QueueItem.Reason.REVIEW)
    enter_queue(publication, QueueItem.Reason.REVIEW, asked_by=by, since=publication.submitted_at)
    keep_text(publication)


@transaction.atomic
def recall(*, publication, by, seen) -> None:
    """The author takes the text back out of the queue to go on writing."""
    _move(publication, "recall", by=by, seen=seen)
    leave_queue(publication, QueueItem.Reason.REVIEW)


@transaction.atomic
def send_back(*, publication, by, seen, reason) -> None:
    """A curator returns the text to its author, always with a reason."""
    event = _move(publication, "send_back", by=by, seen=seen, reason=_needs(reason))
    leave_queue(publication, QueueItem.Reason.REVIEW)
    tell_author(publication, event)


@transaction.atomic
def publish(*, publication, by, seen, reason="") -> None:
    """A curator publishes the text: the catalogue learns of it and the author gets a letter."""
    _must_be_complete(publication)
    first = publication.published_at or timezone.now()
    event = _move(publication, "publish", by=by, seen=seen, reason=reason.strip(), published_at=first)
    leave_queue(publication, QueueItem.Reason.REVIEW)
    catalogue.put(publication.catalogue_card())
    keep_text(publication)
    ask_for_translation(publication)
    tell_author(publication, event)


@transaction.atomic
def withdraw(*, publication, by, seen, kind, reason, merged_into=None) -> None:
    """A curator takes a published text out of lists and search; kind says what becomes of its page."""
    if (kind == Publication.Withdrawal.MERGED) != (merged_into is not None):
        raise ValueError("A merged publication, and only that, leads to another one.")
    if merged_into is not None:
        _hold_published(publication, merged_into)
    event = _move(
        publication, "withdraw", by=by, seen=seen, reason=_needs(reason), withdrawal=kind, merged_into=merged_into
    )
    if kind == Publication.Withdrawal.OUTDATED:
        catalogue.set_state(**_entry(publication), state=Entry.State.WITHDRAWN)
    else:
        catalogue.remove(**_entry(publication))
    leave_queue(publication, QueueItem.Reason.LAW, QueueItem.Reason.TRANSLATION)
    tell_author(publication, event)


def _hold_published(publication, target):
    """The target stays published until the merger is written: two merging into each other would be a circle."""
    held = type(publication).objects.select_for_update().filter(pk__in=[publication.pk, target.pk]).order_by("pk")
    published = {row.pk for row in held if row.status == Status.PUBLISHED}
    if target.pk == publication.pk or target.pk not in published:
        raise ValueError("A publication can be merged only into another published one.")


@transaction.atomic
def archive(*, publication, by, seen, reason) -> None:
    """A curator moves a published text to the archive: it stays readable, and leaves lists and search."""
    event = _move(publication, "archive", by=by, seen=seen, reason=_needs(reason))
    catalogue.set_state(**_entry(publication), state=Entry.State.ARCHIVED)
    leave_queue(publication, QueueItem.Reason.LAW, QueueItem.Reason.TRANSLATION)
    tell_author(publication, event)


@transaction.atomic
def restore(*, publication, by, seen, reason) -> None:
    """A curator puts a withdrawn or archived text back into lists and search."""
    _must_be_complete(publication)
    _move(publication, "restore", by=by, seen=seen, reason=_needs(reason), withdrawal="", merged_into=None)
    catalogue.put(publication.catalogue_card())
    ask_for_translation(publication)


@transaction.atomic
def note_edit(*, publication, by, changed_fields, reason="") -> None:
    """Log that a curator changed the text; a published one must say what and why, and its entry is renewed.

    The text itself was written before, together with the new revision, in the same transaction.
    """
    if publication.status == Status.PUBLISHED:
        reason = _needs(reason)
        catalogue.put(publication.catalogue_card())
    _log(publication, "edit", by=by, before=publication.status, reason=reason, changed_fields=changed_fields)
    keep_text(publication)


def note_check(*, publication, by, verb, reason="") -> None:
    """Log that a curator compared the text with something outside it and found it right; nothing else changes."""
    _log(publication, verb, by=by, before=publication.status, reason=reason.strip())


@transaction.atomic
def confirm_translation(*, publication, by, seen) -> None:
    """A curator compared the translation with the original, and it still says the same. Raises Overtaken."""
    if not by.has_perm(publication.permission(MODERATE)):
        raise PermissionDenied
    same = type(publication).objects.filter(pk=publication.pk, revision=seen)
    if not same.update(translated_edition=F("text_edition")):
        raise Overtaken(last_event(publication))
    publication.refresh_from_db(fields=["translated_edition"])
    note_check(publication=publication, by=by, verb="translation")
    ask_for_translation(publication)


def _entry(publication) -> dict:
    card = publication.catalogue_card()
    return {"kind": card.kind, "object_id": card.object_id}


@transaction.atomic
def take(*, item, by) -> bool:
    """A curator takes an item of the queue; False when another one holds it already."""
    taken = QueueItem.objects.filter(pk=item.pk, holder__isnull=True).update(holder=by, held_at=timezone.now())
    return bool(taken) or QueueItem.objects.filter(pk=item.pk, holder=by).exists()


def let_go(*, item, by) -> None:
    """A curator puts an item of the queue back for others."""
    QueueItem.objects.filter(pk=item.pk, holder=by).update(holder=None, held_at=None)
