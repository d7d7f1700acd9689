"""The background worker: tasks, letters and recurring work in three threads of one process.

Any number of workers may run at once. The main thread shows every few seconds that the process lives,
brings back the tasks of dead ones, and ends the process when a thread is lost or a task never ends: whoever
started the worker starts it anew, and the task is brought back.
"""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from jobs import mail, retries, schedule
from jobs.models import Worker

logger = logging.getLogger(__name__)

HEARTBEAT = 10.0
DRAIN_SECONDS = 6.0
TASK_TIME_LIMIT = timedelta(minutes=30)
LETTERS_AT_ONCE = 10
MAIL_OUTAGE_PAUSE = 30.0
LONGEST_PAUSE = 60.0


class TaskRunner(db_worker.Worker):
    """The queue's own loop, which here also gives failed tasks the further runs they are allowed."""

    def __init__(self, *, worker_id: str, interval: float, batch: bool = False):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
        )
        self.busy_since: float | None = None

    def run_task(self, db_task_result: DBTaskResult) -> None:
        self.busy_since = time.monotonic()
        try:
            super().run_task(db_task_result)
            if db_task_result.status == TaskResultStatus.FAILED:
                retries.try_again_after_failure(db_task_result)
        finally:
            self.busy_since = None

    def is_stuck(self) -> bool:
        since = self.busy_since
        return since is not None and time.monotonic() - since > TASK_TIME_LIMIT.total_seconds()


class BackgroundWorker:
    """One worker process: `run` returns its exit code, `run_once` does what is due and returns."""

    def __init__(self, *, interval: float = 1.0, heartbeat: float = HEARTBEAT):
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.interval, self.heartbeat = interval, heartbeat
        self.stopping = threading.Event()
        self.tasks = TaskRunner(worker_id=self.name, interval=interval)

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())
        self.beat()
        threads = [
            threading.Thread(target=repeat, args=(step, self.stopping), name=step.__name__, daemon=True)
            for step in (self.run_tasks, self.send_mail, self.run_schedule)
        ]
        for thread in threads:
            thread.start()
        logger.info("Worker %s has started.", self.name)
        code = self.watch(threads)
        self.stop()
        self.drain(threads)
        logger.info("Worker %s has stopped.", self.name)
        return code

    def run_once(self) -> None:
        """Do everything that is due now, in this thread."""
        self.show_life()
        try:
            retries.reap()
            schedule.enter_all(timezone.now())
            schedule.run_due()
            TaskRunner(worker_id=self.name, interval=0, batch=True).run()
            while mail.deliver_due(LETTERS_AT_ONCE):
                pass
        finally:
            Worker.objects.filter(name=self.name).delete()

    def stop(self) -> None:
        self.stopping.set()
        self.tasks.running = False

    def watch(self, threads: list[threading.Thread]) -> int:
        """Stand by until the stop; return 1 when the process has to be replaced."""
        while not self.stopping.wait(self.heartbeat):
            self.beat()
            lost = [thread.name for thread in threads if not thread.is_alive()]
            if lost or self.tasks.is_stuck():
                logger.error("The worker gives up: %s.", ", ".join(lost) or "a task does not end")
                return 1
        return 0

    def drain(self, threads: list[threading.Thread]) -> None:
        """Let running work end for a few seconds, then give the unfinished task back to the queue."""
        deadline = time.monotonic() + DRAIN_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        try:
            close_old_connections()
            for row in DBTaskResult.objects.running():
                if row.worker_ids[-1:] == [self.name]:
                    retries.release(row)
            Worker.objects.filter(name=self.name).delete()
        except DatabaseError as error:
            logger.warning("The database does not answer, the last task is left to others: %s", error)

    def beat(self) -> None:
        try:
            close_old_connections()
            self.show_life()
            retries.reap()
        except DatabaseError as error:
            logger.warning("The database does not answer: %s", error)

    def show_life(self) -> None:
        Worker.objects.update_or_create(name=self.name, defaults={"seen_at": Now()})

    def run_tasks(self) -> float:
        """Run tasks until the stop; returns only then, or with an error of the database."""
        self.tasks.run()
        return self.interval

    def send_mail(self) -> float:
        try:
            return 0 if mail.deliver_due(LETTERS_AT_ONCE) == LETTERS_AT_ONCE else self.interval
        except mail.MailServerUnavailable as error:
            logger.warning("The mail server does not answer, letters wait: %s", error)
            return MAIL_OUTAGE_PAUSE

    def run_schedule(self) -> float:
        schedule.enter_all(timezone.now())
        schedule.run_due()
        return self.interval


def repeat(step: Callable[[], float], stopping: threading.Event) -> None:
    """Repeat a step with the pause it asks for; an error lengthens the pause and never ends the thread."""
    failures = 0
    while not stopping.is_set():
        try:
            close_old_connections()
            pause, failures = step(), 0
        except Exception as error:
            failures += 1
            pause = min(2.0**failures, LONGEST_PAUSE)
            logger.error("%s: %s", step.__name__, error, exc_info=not isinstance(error, DatabaseError))
        stopping.wait(pause)
    connection.close()
