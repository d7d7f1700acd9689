"""What waits for a person: the curator's queue and the author's returned texts, over all sections."""

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.models import Publication, QueueItem


def publication_models() -> list[type[Publication]]:
    """Return the models of all sections whose rows are publications."""
    return [model for model in apps.get_models() if issubclass(model, Publication)]


def moderated_by(user) -> list[type[Publication]]:
    """Return the models this person may decide on."""
    return [model for model in publication_models() if user.has_perm(model.permission("moderate"))]


def items_for(user):
    """Return the part of the queue that this person may decide on."""
    return QueueItem.objects.filter(kind__in=[model.label() for model in moderated_by(user)])


def waiting_for(user) -> list[dict]:
    """Return what needs this person, as lines with a link and a number; nothing is an empty list."""
    lines = []
    queue = items_for(user).filter(Q(holder__isnull=True) | Q(holder=user)).count() if user.is_staff else 0
    if queue:
        url = reverse("admin:publishing_queueitem_changelist")
        lines.append({"label": _("Texts wait for review"), "url": url, "count": queue})
    for model in publication_models():
        returned = model.objects.by(user).filter(status=Publication.Status.RETURNED).count()
        if returned:
            lines.append({"label": _("Returned to you to be improved"), "url": reverse(model.MINE), "count": returned})
    return lines
