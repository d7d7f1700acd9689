from collections import namedtuple
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now

from jobs.models import Worker
from portal import health

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "free")


@pytest.fixture
def worker():
    return Worker.objects.create(name="alive")


def parts(client, status):
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer.json()["ready"] is (status == 200)
    return {name for name, state in answer.json()["parts"].items() if state == "failed"}


def test_alive_touches_nothing(client, django_assert_num_queries):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


def test_portal_with_all_its_parts_is_ready(client, worker):
    assert parts(client, 200) == set()


def test_portal_without_worker_is_not_ready(client):
    assert parts(client, 503) == {"worker"}


@pytest.mark.parametrize("minutes,missing", [(4, set()), (6, {"worker"})])
def test_worker_counts_while_it_was_seen_within_five_minutes(client, worker, minutes, missing):
    Worker.objects.update(seen_at=Now() - timedelta(minutes=minutes))
    assert parts(client, 503 if missing else 200) == missing


def test_portal_with_a_migration_to_come_is_not_ready(client, worker):
    MigrationRecorder.Migration.objects.filter(app="jobs").delete()
    assert parts(client, 503) == {"migrations"}


@pytest.mark.parametrize("free,missing", [(999_999_999, {"disk"}), (1_000_000_001, set())])
def test_disk_counts_with_a_gigabyte_free(client, worker, monkeypatch, free, missing):
    settings.VAR_DIR.mkdir(exist_ok=True)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Usage(free))
    assert parts(client, 503 if missing else 200) == missing


def test_portal_without_database_is_not_ready_and_names_no_address(client, worker, monkeypatch):
    def away():
        raise OperationalError("connection to server at db.internal failed")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "failed"
    assert "internal" not in answer.content.decode()


def test_questions_are_only_read(client):
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
