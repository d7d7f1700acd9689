import os
import signal
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models.functions import Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs import mail, worker
from jobs.models import OutgoingMail, ScheduledJob, Worker
from tests.jobs import sample_tasks
from tests.jobs.mail_server import MailServer
from tests.jobs.worker_processes import start_worker
from tests.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trace(tmp_path):
    path = tmp_path / "trace"
    path.touch()
    return path


@pytest.fixture
def workers():
    started = []

    def start(**environment):
        started.append(start_worker(**environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def words(trace):
    return trace.read_text().split()


def stop(process):
    """Ask a worker to stop and return its exit code and the seconds it took."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=15), time.monotonic() - begun


def test_task_whose_worker_is_killed_is_finished_by_another(workers, trace):
    sample_tasks.slow.enqueue(str(trace), 2)
    first = workers()
    wait_for(lambda: words(trace) == ["start"])
    first.kill()
    first.wait()
    Worker.objects.update(seen_at=Now() - timedelta(minutes=2))
    workers()
    wait_for(lambda: words(trace) == ["start", "start", "end"])
    wait_for(lambda: DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL)


def test_two_workers_share_the_work_and_double_nothing(workers, trace, tmp_path):
    server = MailServer()
    for number in range(20):
        sample_tasks.quick.enqueue(str(trace), f"task-{number}")
        mail.queue_mail(to=f"{number}@example.org", subject="Тема", body="Текст", language="ru")
    processes = [workers(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(server.port)) for _ in range(2)]
    wait_for(lambda: Worker.objects.count() == 2)
    wait_for(lambda: len(words(trace)) >= 20)
    wait_for(lambda: not OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).exists())
    assert set(Counter(words(trace)).values()) == {1}
    assert sorted(server.recipients) == sorted(f"{number}@example.org" for number in range(20))
    assert ScheduledJob.objects.filter(name="jobs.forget_the_past").exists()
    assert [stop(process)[0] for process in processes] == [0, 0]
    server.close()


def test_stop_lets_a_short_task_end(workers, trace):
    sample_tasks.slow.enqueue(str(trace), 2)
    process = workers()
    wait_for(lambda: words(trace) == ["start"])
    code, seconds = stop(process)
    assert (code, words(trace)) == (0, ["start", "end"])
    assert seconds < 10
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert not Worker.objects.exists()


def test_stop_gives_a_long_task_back_within_ten_seconds(workers, trace):
    sample_tasks.slow.enqueue(str(trace), 60)
    process = workers()
    wait_for(lambda: words(trace) == ["start"])
    code, seconds = stop(process)
    assert code == 0
    assert seconds < 10
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_interrupt_from_the_keyboard_stops_as_well(workers):
    process = workers()
    wait_for(Worker.objects.exists)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(timeout=10) == 0


def test_step_that_fails_is_repeated_and_later_works(monkeypatch):
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.01)
    stopping, calls = threading.Event(), []

    def step():
        calls.append(1)
        if len(calls) < 3:
            raise (OperationalError if len(calls) == 1 else RuntimeError)("on purpose")
        stopping.set()
        return 0

    worker.repeat(step, stopping)
    assert len(calls) == 3


def test_worker_gives_up_when_a_thread_is_lost():
    process = worker.BackgroundWorker(heartbeat=0.01)
    lost = threading.Thread(target=lambda: None, name="send_mail")
    assert process.watch([lost]) == 1


def test_worker_gives_up_when_a_task_does_not_end(monkeypatch):
    monkeypatch.setattr(worker, "TASK_TIME_LIMIT", timedelta(seconds=5))
    process = worker.BackgroundWorker(heartbeat=0.01)
    process.tasks.busy_since = time.monotonic() - 4
    assert not process.tasks.is_stuck()
    process.tasks.busy_since -= 2
    assert process.watch([]) == 1
