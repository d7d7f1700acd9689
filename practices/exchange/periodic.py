from datetime import timedelta

from jobs.schedule import periodic
from practices.exchange.actions import tell_what_waited
from practices.models import PracticeComment
from publishing.remarks import forget


@periodic(name="practices.tell_of_remarks", every=timedelta(minutes=10))
def tell_of_remarks() -> None:
    """What came in a storm is told in one letter an hour."""
    tell_what_waited()


@periodic(name="practices.forget_in_remarks", every=timedelta(hours=1))
def forget_in_remarks() -> None:
    """What was taken back, and the names of people who left, go away."""
    forget(PracticeComment.objects.all())
