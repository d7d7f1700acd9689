"""How long authors usually wait for a curator."""

from statistics import median

from django.db.models import OuterRef, Subquery

from practices.models import Practice
from publishing.models import ModerationEvent

DECISIONS, FEWEST = 50, 3
DECIDED = (ModerationEvent.Action.PUBLISH, ModerationEvent.Action.SEND_BACK)


def usual_days() -> int | None:
    """Return the median of the days, one at least, that the last decisions took; None while there are too few."""
    events = ModerationEvent.objects.filter(kind=Practice.label())
    sent = events.filter(
        object_id=OuterRef("object_id"), id__lt=OuterRef("id"), action=ModerationEvent.Action.SUBMIT
    ).order_by("-id")
    decided = events.filter(action__in=DECIDED).annotate(sent_at=Subquery(sent.values("at")[:1]))
    pairs = decided.filter(sent_at__isnull=False).order_by("-id").values_list("sent_at", "at")[:DECISIONS]
    days = [(at - sent_at).total_seconds() / 86_400 for sent_at, at in pairs]
    return max(1, round(median(days))) if len(days) >= FEWEST else None
