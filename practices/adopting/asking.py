"""Asking again: 30, 90 and 180 days after a repeat began, how it goes; each time once, and never after that."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from practices.adopting import letters
from practices.adopting.municipality import is_kept_by
from practices.models import Adoption, Practice

DAYS = (30, 90, 180)


def next_ask(began_on: date, after: date) -> date | None:
    """The first day of asking later than the one given; None after the last."""
    days = (began_on + timedelta(days=number) for number in DAYS)
    return next((day for day in days if day > after), None)


def ask_all() -> int:
    """Ask about every repeat whose day has come, each in a transaction of its own; return how many were asked."""
    today = timezone.localdate()
    due = Adoption.objects.due(today).order_by("next_ask_on", "pk").values_list("pk", flat=True)
    return sum(_ask(pk, today) for pk in list(due))


@transaction.atomic
def _ask(pk, today):
    """The letter and the next day are written together: an interrupted night asks nobody twice.

    Whoever may not be asked is passed over; a restored practice is asked about again on its next day.
    """
    rows = Adoption.objects.due(today).filter(pk=pk).select_for_update(no_key=True, skip_locked=True, of=["self"])
    adoption = rows.with_places().select_related("practice", "by").first()
    if adoption is None:
        return False
    began_on = timezone.localdate(adoption.began_at)
    days = (adoption.next_ask_on - began_on).days
    asked = may_be_asked(adoption)
    adoption.next_ask_on = next_ask(began_on, today) if adoption.is_open else None
    adoption.asked += asked
    adoption.save(update_fields=["next_ask_on", "asked"])
    if asked:
        letters.ask(adoption, days)
    return asked


def may_be_asked(adoption) -> bool:
    """Whether there is something to ask about and somebody who wants to be asked."""
    person = adoption.by
    told_of = adoption.is_open and not adoption.is_hidden and adoption.practice.status == Practice.Status.PUBLISHED
    reachable = person is not None and person.is_active and not adoption.refuses_asks
    return told_of and reachable and is_kept_by(person, adoption)
