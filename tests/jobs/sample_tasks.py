"""Tasks that leave traces in a file, for workers in other processes."""

import time
from datetime import timedelta
from pathlib import Path

from django_tasks import task

from jobs.retries import retried


def leave_trace(path: str, word: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{word}\n")


@task()
def quick(path, word):
    leave_trace(path, word)


@task()
def slow(path, seconds):
    leave_trace(path, "start")
    time.sleep(seconds)
    leave_trace(path, "end")


@task()
@retried(times=3, pause=timedelta(0))
def failing(path):
    leave_trace(path, "try")
    raise RuntimeError("on purpose")


@task()
def failing_once_for_all(path):
    leave_trace(path, "try")
    raise RuntimeError("on purpose")
