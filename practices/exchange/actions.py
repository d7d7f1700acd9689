"""Remarks under practices: the verbs of publishing.remarks with what only this section knows."""

from django.db import transaction

from practices.models import Practice, PracticeComment, PracticeMute
from publishing import remarks
from publishing.remark_mail import tell


def write(*, practice, by, **what) -> PracticeComment:
    """Put a remark under the practice; what its own municipality says is marked. Raises Refused."""
    places = set(practice.territories.values_list("pk", flat=True))
    return remarks.write(publication=practice, by=by, places=places, **what)


def tell_what_waited() -> None:
    """Tell of the remarks that came within an hour after a letter."""
    waiting = PracticeComment.objects.untold().order_by().values_list("practice", flat=True).distinct()
    for pk in list(waiting):
        with transaction.atomic():
            tell(remarks.hold(Practice(pk=pk)))


def turn_off_letters(*, practice, user) -> None:
    """No more letters about remarks under this practice go to this person; safe to repeat."""
    PracticeMute.objects.get_or_create(practice=practice, user=user)
