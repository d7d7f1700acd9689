"""Second chances for background tasks: after an exception, and after the death of the worker that ran one.

A task may therefore run more than once, up to the end of its first run: it must be idempotent.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.models import Worker

logger = logging.getLogger(__name__)

# A task whose workers died is not to bring down worker after worker.
ATTEMPTS_AFTER_DEATH = 3


def retried(*, times: int, pause: timedelta = timedelta(minutes=1)):
    """Allow a task so many runs in all when it ends with an exception; stands below `@task`."""

    def mark(function: Callable) -> Callable:
        function.runs_allowed, function.retry_pause = times, pause
        return function

    return mark


def try_again_after_failure(row: DBTaskResult) -> bool:
    """Put a task that ended with an exception back into the queue while it has runs left."""
    try:
        function = row.task.func
    except Exception:
        logger.exception("Task %s cannot be found in this version of the code.", row.task_path)
        return False
    runs = len(row.worker_ids)
    if runs >= getattr(function, "runs_allowed", 1):
        return False
    return back_to_queue(row, TaskResultStatus.FAILED, run_after=timezone.now() + function.retry_pause * runs)


def reap() -> int:
    """Bring back the tasks of workers that died, or fail those that saw too many die; return how many."""
    Worker.objects.silent().delete()
    alive = set(Worker.objects.values_list("name", flat=True))
    orphans = [row for row in DBTaskResult.objects.running() if not alive.intersection(row.worker_ids[-1:])]
    for row in orphans:
        logger.warning("Task %s (%s) lost its worker in run %s.", row.id, row.task_path, len(row.worker_ids))
        release(row)
    return len(orphans)


def release(row: DBTaskResult) -> None:
    """Give a running task back to the queue, or end it when it has been given back often enough."""
    if len(row.worker_ids) < ATTEMPTS_AFTER_DEATH:
        back_to_queue(row, TaskResultStatus.RUNNING, run_after=timezone.now())
        return
    DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path="builtins.RuntimeError",
        traceback=f"The worker died in each of {len(row.worker_ids)} runs.",
    )


def back_to_queue(row: DBTaskResult, status: str, *, run_after: datetime) -> bool:
    """Queue the task again, unless its state or its worker changed in the meantime."""
    unchanged = DBTaskResult.objects.filter(pk=row.pk, status=status, worker_ids=row.worker_ids)
    return bool(
        unchanged.update(
            status=TaskResultStatus.READY, started_at=None, finished_at=None, run_after=run_after
        )
    )
