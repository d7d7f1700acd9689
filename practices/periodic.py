from datetime import time, timedelta

from django.utils import timezone

from jobs.schedule import periodic
from practices.actions import erase_drafts_of_the_left

KEPT_AFTER_LEAVING = timedelta(days=30)


@periodic(name="practices.erase_drafts_of_the_left", every=timedelta(days=1), at=time(3, 50))
def erase_old_drafts() -> None:
    """Unpublished texts of a deleted account go away thirty days after it, as its owner was told."""
    erase_drafts_of_the_left(before=timezone.localdate() - KEPT_AFTER_LEAVING)
