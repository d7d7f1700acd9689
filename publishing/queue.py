"""What waits for a person: the curator's queue and the author's returned texts, over all sections."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.admin.utils import quote
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from publishing.models import Publication, QueueItem

# Where curators work on what waits for a reason of its own: (kind, reason) -> the address for a number.
DESKS: dict[tuple[str, str], Callable[[int], str]] = {}


def desk_of(item: QueueItem) -> str:
    """Return the address where a curator works on the item: the text itself, unless its section names another."""
    if (item.kind, item.reason) in DESKS:
        return DESKS[item.kind, item.reason](item.object_id)
    app_label, model_name = item.kind.split(".")
    return reverse(f"admin:{app_label}_{model_name}_change", args=[quote(item.object_id)])


def publication_models() -> list[type[Publication]]:
    """Return the models of all sections whose rows are publications."""
    return [model for model in apps.get_models() if issubclass(model, Publication)]


def moderated_by(user) -> list[type[Publication]]:
    """Return the models this person may decide on."""
    return [model for model in publication_models() if user.has_perm(model.permission("moderate"))]


def items_for(user):
    """Return the part of the queue that this person may decide on."""
    return QueueItem.objects.filter(kind__in=[model.label() for model in moderated_by(user)])


def _queue_lines(user) -> list[dict]:
    """A line for each thing to do, in the order of the reasons."""
    labels = {
        QueueItem.Reason.REVIEW: _("Texts wait for review"),
        QueueItem.Reason.LAW: _("Texts whose law has changed"),
        QueueItem.Reason.TRANSLATION: _("Texts wait for a translation"),
        QueueItem.Reason.COMPLAINT: _("Complaints to look at"),
        QueueItem.Reason.FACTS: _("Answers about facts to read"),
    }
    free = items_for(user).filter(Q(holder__isnull=True) | Q(holder=user))
    counts = dict(free.order_by().values_list("reason").annotate(Count("pk")))
    url = reverse("admin:publishing_queueitem_changelist")
    return [
        {"label": labels[reason], "url": as_it_is_read(f"{url}?reason__exact={reason}"), "count": counts[reason]}
        for reason in labels
        if reason in counts
    ]


def as_it_is_read(address: str) -> str:
    """Return a way to the workplace, whose addresses name no language, that keeps the language being read."""
    return f"{reverse('set_language', args=[get_language()])}?{urlencode({'next': address})}"


def waiting_for(user) -> list[dict]:
    """Return what needs this person, as lines with a link and a number; nothing is an empty list."""
    lines = []
    if user.is_staff:
        lines += _queue_lines(user)
    for model in publication_models():
        if model.IS_CURATED:
            continue
        returned = model.objects.by(user).filter(status=Publication.Status.RETURNED).count()
        if returned:
            lines.append({"label": _("Returned to you to be improved"), "url": reverse(model.MINE), "count": returned})
    return lines


def leave_queue(publication, *reasons) -> None:
    """Take the publication out of the moderation queue, for these reasons or for all; nothing when it is not there."""
    waiting = QueueItem.objects.filter(kind=publication.label(), object_id=publication.pk)
    (waiting.filter(reason__in=reasons) if reasons else waiting).delete()


def original_title(publication) -> str:
    """Return the title as the author wrote it, whoever put the text into the queue and whatever they read."""
    with override(publication.language):
        return str(publication)[:200]


def enter_queue(publication, reason, *, asked_by="", since=None) -> None:
    """Put the publication into the curators' queue for a reason; what waits for it already stays in its place."""
    card = publication.catalogue_card()
    QueueItem.objects.get_or_create(
        kind=publication.label(),
        object_id=publication.pk,
        reason=reason,
        defaults={
            "title": original_title(publication),
            "place": card.place.get(publication.language, "")[:200],
            "author_name": str(asked_by)[:200],
            "language": publication.language,
            "submitted_at": since or timezone.now(),
        },
    )
