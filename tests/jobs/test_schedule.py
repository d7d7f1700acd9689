from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from jobs import schedule
from jobs.models import OutgoingMail, ScheduledJob
from jobs.periodic import forget_the_past

pytestmark = pytest.mark.django_db
BISHKEK = ZoneInfo("Asia/Bishkek")
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=BISHKEK)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr(schedule, "registry", {})
    return schedule.registry


def register(runs, *, name="digest", every=timedelta(hours=1), at=None, error=None):
    @schedule.periodic(name=name, every=every, at=at)
    def job():
        runs.append(timezone.now())
        if error:
            raise error

    return job


def at(moment):
    """Do one round of the worker at a given moment."""
    with time_machine.travel(moment, tick=False):
        schedule.enter_all(timezone.now())
        return schedule.run_due()


def test_job_runs_once_a_term():
    register(runs := [])
    assert [at(MORNING), at(MORNING + timedelta(minutes=59)), at(MORNING + timedelta(hours=1))] == [1, 0, 1]
    assert len(runs) == 2


def test_daily_job_runs_at_its_hour_of_bishkek():
    register(runs := [], every=timedelta(days=1), at=time(6))
    at(MORNING - timedelta(minutes=30))
    for minutes in range(0, 48 * 60, 30):
        at(MORNING + timedelta(minutes=minutes))
    assert runs == [MORNING, MORNING + timedelta(days=1)]


def test_term_missed_while_nobody_worked_is_run_once():
    register(runs := [], every=timedelta(days=1), at=time(6))
    at(MORNING - timedelta(minutes=30))
    at(MORNING + timedelta(days=3, hours=2))
    at(MORNING + timedelta(days=3, hours=3))
    assert len(runs) == 1
    assert ScheduledJob.objects.get().due_at == MORNING + timedelta(days=4)


def test_clock_set_back_does_not_double_a_day():
    register(runs := [], every=timedelta(days=1), at=time(6))
    at(MORNING - timedelta(minutes=30))
    at(MORNING)
    at(MORNING - timedelta(minutes=5))
    at(MORNING)
    assert len(runs) == 1


def test_clock_that_was_a_year_ahead_does_not_stop_the_job():
    register(runs := [])
    at(MORNING + timedelta(days=365))
    at(MORNING)
    at(MORNING + timedelta(hours=1))
    assert runs[1:] == [MORNING + timedelta(hours=1)]


def test_job_that_failed_is_noted_and_tried_again_sooner():
    register(runs := [], every=timedelta(days=1), error=RuntimeError("no network"))
    at(MORNING)
    row = ScheduledJob.objects.get()
    assert row.last_error == "RuntimeError: no network"
    assert row.due_at == MORNING + schedule.LEASE
    at(row.due_at)
    assert len(runs) == 2


def test_job_that_failed_does_not_hold_up_the_others():
    register([], name="a", error=RuntimeError("no network"))
    register(runs := [], name="b")
    at(MORNING)
    assert len(runs) == 1


def test_success_clears_the_error():
    register([], every=timedelta(days=1))
    ScheduledJob.objects.create(name="digest", due_at=MORNING, last_error="RuntimeError: no network")
    at(MORNING)
    row = ScheduledJob.objects.get()
    assert (row.last_error, row.last_finished) == ("", MORNING)


def test_claimed_job_is_left_to_its_worker_until_the_lease_is_over():
    register([])
    with time_machine.travel(MORNING, tick=False):
        schedule.enter_all(MORNING)
    assert schedule.claim(MORNING).name == "digest"
    assert schedule.claim(MORNING + timedelta(minutes=14)) is None
    assert schedule.claim(MORNING + schedule.LEASE).name == "digest"


def test_job_that_is_not_registered_any_more_is_passed_over():
    ScheduledJob.objects.create(name="of an older version", due_at=MORNING)
    assert at(MORNING) == 0


def test_second_job_of_the_same_name_is_refused():
    register([])
    with pytest.raises(ValueError, match="Two recurring jobs"):
        register([])


@pytest.mark.parametrize("every,hour", [(timedelta(0), None), (timedelta(hours=5), time(6))])
def test_interval_that_makes_no_sense_is_refused(every, hour):
    with pytest.raises(ValueError, match="interval"):
        register([], every=every, at=hour)


def test_letters_sent_long_ago_are_forgotten():
    now = timezone.now()
    for key, days in (("old", 91), ("recent", 89)):
        OutgoingMail.objects.create(
            key=key, to="a@example.org", subject="Тема", state="sent", sent_at=now - timedelta(days=days)
        )
    OutgoingMail.objects.create(key="waiting", to="a@example.org", subject="Тема")
    forget_the_past()
    assert set(OutgoingMail.objects.values_list("key", flat=True)) == {"recent", "waiting"}
