from datetime import time, timedelta

from django.utils import timezone

from jobs.schedule import periodic
from practices.checking.actions import forget_the_asked


@periodic(name="practices.forget_the_asked", every=timedelta(days=1), at=time(3, 40))
def forget_addresses() -> None:
    """Ninety days after the answer nobody needs the address of the outsider any more."""
    forget_the_asked(now=timezone.now())
