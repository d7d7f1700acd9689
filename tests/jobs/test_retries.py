from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs import retries
from jobs.models import Worker
from jobs.worker import BackgroundWorker, TaskRunner
from tests.jobs import sample_tasks

pytestmark = pytest.mark.django_db
# The loop of tasks looks after its connection itself, which a test inside a transaction would lose.
committed = pytest.mark.django_db(transaction=True)


def running(*workers):
    """Return a task that the last of these workers is running."""
    sample_tasks.quick.enqueue("/dev/null", "word")
    row = DBTaskResult.objects.get()
    for name in workers:
        row.claim(name)
    return row


def seen(name, ago):
    Worker.objects.update_or_create(name=name)
    Worker.objects.filter(name=name).update(seen_at=Now() - ago)


def run_tasks():
    TaskRunner(worker_id="here", interval=0, batch=True).run()


def test_task_of_a_living_worker_is_left_alone():
    running("a")
    seen("a", timedelta(seconds=50))
    assert retries.reap() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


@pytest.mark.parametrize("known", [True, False])
def test_task_of_a_dead_worker_comes_back(known):
    running("a")
    if known:
        seen("a", timedelta(seconds=70))
    assert retries.reap() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.started_at) == (TaskResultStatus.READY, None)
    assert row.run_after <= timezone.now()
    assert not Worker.objects.exists()


def test_only_the_last_worker_of_a_task_counts():
    running("a", "b")
    seen("a", timedelta(0))
    assert retries.reap() == 1


def test_task_that_saw_three_workers_die_fails():
    running("a", "b", "c")
    retries.reap()
    row = DBTaskResult.objects.get()
    assert (row.status, row.traceback) == (TaskResultStatus.FAILED, "The worker died in each of 3 runs.")
    assert row.finished_at is not None


def test_task_that_ended_meanwhile_is_not_brought_back():
    row = running("a")
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    retries.release(row)
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@committed
def test_failing_task_has_as_many_runs_as_it_asked_for(tmp_path):
    trace = tmp_path / "trace"
    sample_tasks.failing.enqueue(str(trace))
    run_tasks()
    assert trace.read_text() == "try\n" * 3
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    assert "on purpose" in row.traceback


@committed
def test_failing_task_that_did_not_ask_runs_once(tmp_path):
    trace = tmp_path / "trace"
    sample_tasks.failing_once_for_all.enqueue(str(trace))
    run_tasks()
    assert trace.read_text() == "try\n"


@committed
def test_task_unknown_to_this_version_fails_and_others_run(tmp_path):
    trace = tmp_path / "trace"
    sample_tasks.quick.enqueue(str(trace), "gone")
    DBTaskResult.objects.update(task_path="tests.jobs.sample_tasks.gone")
    sample_tasks.quick.enqueue(str(trace), "here")
    run_tasks()
    assert trace.read_text() == "here\n"
    assert DBTaskResult.objects.failed().count() == 1


@committed
def test_run_once_does_what_is_due_and_leaves_no_worker_behind(tmp_path, settings):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    trace = tmp_path / "trace"
    sample_tasks.quick.enqueue(str(trace), "word")
    BackgroundWorker().run_once()
    assert trace.read_text() == "word\n"
    assert not Worker.objects.exists()
