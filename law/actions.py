"""What editors do with acts: mark one as changed once, and say that a text agrees with the law of today."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from law.citing import citations_of, citing, places_of, queued, to_check
from law.models import Act
from publishing.actions import Overtaken, enter_queue, enter_queue_together, last_event, leave_queue, note_check
from publishing.models import ModerationEvent, Publication, QueueItem

LAW = QueueItem.Reason.LAW


class AlreadyMarked(Exception):
    """Somebody marked the act meanwhile, or the same press came twice: nothing was written."""


def successor_fits(act, successor) -> bool:
    """Whether the chain of successors from this one on does not lead back to the act."""
    seen = set()
    while successor is not None and successor.pk not in seen:
        if successor.pk == act.pk:
            return False
        seen.add(successor.pk)
        successor = successor.successor
    return True


def _check_change(act, state, successor):
    if state == Act.State.IN_FORCE:
        raise ValueError("What changed is in force with changes, or in force no longer.")
    if successor is not None and (state != Act.State.REPEALED or not successor_fits(act, successor)):
        raise ValueError("Only an act no longer in force is replaced, and by another one.")


@transaction.atomic
def mark_changed(*, act, by, seen, on, note_ky, note_ru, state, successor=None) -> int:
    """Mark the act as changed or repealed and put what cites it into the queue; return how many texts that were.

    seen is the edition the person had before them. Of two presses only one grows the edition: the other
    raises AlreadyMarked. Marked as changed, a repealed act is in force again.
    """
    if not by.has_perm("law.change_act"):
        raise PermissionDenied
    _check_change(act, state, successor)
    marked = Act.objects.filter(pk=act.pk, edition=seen).update(
        edition=F("edition") + 1, state=state, changed_on=on, successor=successor,
        change_note_ky=note_ky, change_note_ru=note_ru,
    )
    if not marked:
        raise AlreadyMarked
    act.refresh_from_db()
    return sum(_enter(model, texts) for model, texts in citing(act))


def _enter(model, texts) -> int:
    enter_queue_together(texts, LAW, places=places_of(model, texts))
    return len(texts)


@transaction.atomic
def confirm_law(*, publication, by, seen: Mapping[int, int] | None = None, reason="") -> bool:
    """A curator says that the text agrees with the acts as they are today; False when that is said already.

    seen maps the citations the person had before them to the editions of their acts; when one has changed
    since, nothing is confirmed and Overtaken is raised.
    """
    if not by.has_perm(publication.permission("moderate")):
        raise PermissionDenied
    citations = citations_of(publication)
    # Whoever marks one of the acts at this moment waits, and finds the text compared with the edition before.
    acts = Act.objects.select_for_update(no_key=True).filter(pk__in=citations.values("act")).order_by("pk")
    editions = dict(acts.values_list("pk", "edition"))
    rows = list(citations)
    if seen is not None and dict(seen) != {row.pk: row.act.edition for row in rows}:
        raise Overtaken(last_event(publication))
    today = timezone.localdate()
    waits = QueueItem.objects.filter(kind=publication.label(), object_id=publication.pk, reason=LAW).exists()
    if not waits and all(row.checked_on == today and not row.is_stale for row in rows):
        return False
    for row in rows:
        citations.filter(pk=row.pk).update(edition=editions[row.act_id], checked_on=today)
    leave_queue(publication, LAW)
    note_check(publication=publication, by=by, verb=ModerationEvent.Action.LAW, reason=reason)
    return True


def settle(publication) -> None:
    """The queue asks for a look at the law of this text exactly while it is published and not compared."""
    is_due = publication.status == Publication.Status.PUBLISHED and citations_of(publication).stale().exists()
    if is_due:
        enter_queue(publication, LAW)
    else:
        leave_queue(publication, LAW)


@transaction.atomic
def settle_all() -> None:
    """The same for every text: what was published or restored with a changed act, or withdrawn since."""
    due = set()
    for model, texts in to_check():
        _enter(model, texts)
        due |= {(text.label(), text.pk) for text in texts}
    for item in queued():
        if (item.kind, item.object_id) not in due:
            item.delete()
