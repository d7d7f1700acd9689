"""Recurring work of the background machinery itself."""

from datetime import time, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs.models import OutgoingMail
from jobs.schedule import periodic

MAIL_KEPT = timedelta(days=90)
TASKS_KEPT = timedelta(days=14)


@periodic(name="jobs.forget_the_past", every=timedelta(days=1), at=time(3, 30))
def forget_the_past() -> None:
    """Addresses of people are not kept longer than a complaint about a letter may take."""
    now = timezone.now()
    OutgoingMail.objects.sent_before(now - MAIL_KEPT).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
