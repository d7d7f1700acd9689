from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import KeptText, Notification, User
from jobs.schedule import periodic

UNCONFIRMED_KEPT = timedelta(days=7)
READ_NOTICES_KEPT = timedelta(days=365)


@periodic(name="accounts.forget_kept_texts", every=timedelta(hours=1))
def forget_kept_texts() -> None:
    KeptText.objects.stale().delete()


@periodic(name="accounts.forget_the_past", every=timedelta(days=1), at=time(3, 40))
def forget_the_past() -> None:
    """Ended sessions, registrations nobody confirmed and notices read a year ago go away."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Notification.objects.filter(read_at__lt=now - READ_NOTICES_KEPT).delete()
    User.objects.never_confirmed(before=now - UNCONFIRMED_KEPT).delete()
