"""Recurring work: apps name it in their `periodic.py`, the worker runs what is due.

A job is run at least once for each term: when its process dies half-way it is run again after a while, so
it must do no harm when repeated. Work that takes minutes belongs into tasks which the job enqueues.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from jobs.models import ScheduledJob

logger = logging.getLogger(__name__)

# A job that has not reported back by then is taken for interrupted; one that failed is tried again then.
LEASE = timedelta(minutes=15)


@dataclass(frozen=True)
class PeriodicJob:
    """What is run, how often, and at which hour of Bishkek where the hour matters."""

    name: str
    run: Callable[[], object]
    every: timedelta
    at: time | None = None

    def next_term(self, now: datetime) -> datetime:
        """Return the first term after now; missed terms are not made up for."""
        if self.at is None:
            return now + self.every
        local = timezone.localtime(now)
        term = timezone.make_aware(datetime.combine(local.date(), self.at))
        return term if term > now else term + self.every

    def first_term(self, now: datetime) -> datetime:
        return now if self.at is None else self.next_term(now)


registry: dict[str, PeriodicJob] = {}


def periodic(*, name: str, every: timedelta, at: time | None = None):
    """Register a function without arguments as recurring work; `at` goes with whole days."""
    if every < timedelta(seconds=1) or (at and every % timedelta(days=1)):
        raise ValueError(f"{name}: the interval must be positive, and whole days with an hour.")

    def register(function: Callable[[], object]) -> Callable[[], object]:
        if registry.setdefault(name, job := PeriodicJob(name, function, every, at)) != job:
            raise ValueError(f"Two recurring jobs are named {name}.")
        return function

    return register


def enter_all(now: datetime) -> None:
    """Give every registered job its row, and pull back a term that a clock gone astray put too far off."""
    ScheduledJob.objects.bulk_create(
        [ScheduledJob(name=job.name, due_at=job.first_term(now)) for job in registry.values()],
        ignore_conflicts=True,
    )
    for job in registry.values():
        astray = ScheduledJob.objects.filter(name=job.name, due_at__gt=now + job.every + timedelta(hours=2))
        astray.update(due_at=job.next_term(now))


@transaction.atomic
def claim(now: datetime) -> ScheduledJob | None:
    """Take one due job, so that no other worker runs it until the lease is over."""
    due = ScheduledJob.objects.filter(name__in=registry, due_at__lte=now)
    row = due.select_for_update(skip_locked=True, no_key=True).order_by("due_at").first()
    if row:
        row.last_started, row.due_at = now, now + LEASE
        row.save(update_fields=["last_started", "due_at"])
    return row


def run_due() -> int:
    """Run every job whose term has come, one after another, and return how many were run."""
    count = 0
    while row := claim(timezone.now()):
        run_one(row)
        count += 1
    return count


def run_one(row: ScheduledJob) -> None:
    """Run a claimed job and set its next term; a failure is noted and tried again after the lease."""
    job = registry[row.name]
    outcome = {"last_error": ""}
    try:
        job.run()
    except Exception as error:
        logger.exception("Recurring job %s failed.", row.name)
        outcome["last_error"] = f"{type(error).__name__}: {error}"[:500]
    now = timezone.now()
    outcome["due_at"] = min(job.next_term(now), row.due_at) if outcome["last_error"] else job.next_term(now)
    ScheduledJob.objects.filter(pk=row.pk).update(last_finished=now, **outcome)
