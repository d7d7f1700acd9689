"""Starting, breaking and stopping the whole portal as a person at the terminal does."""

import json
import os
import re
import signal
import socket
import time

import psutil
import pytest

from portal import embedded, postgres
from tests.portal.running_site import Site
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    yield folder
    postgres.stop(postgres.DataFolder(folder / "var" / "postgres"))


@pytest.fixture
def start(folder):
    """Start the portal; what a test leaves running is ended after it."""
    sites = []

    def begin(**values):
        sites.append(Site(folder, **values))
        return sites[-1]

    yield begin
    for site in sites:
        if site.process.poll() is None:
            site.stop()


def children(folder):
    lock = json.loads((folder / "var" / "run.lock").read_text())
    return [int(pid) for pid, _started in lock["children"]]


def database(folder):
    return postgres.DataFolder(folder / "var" / "postgres")


def test_start_serves_both_languages_and_says_where(start, folder):
    site = start().wait_until_up()
    for line in (f"{site.url}/ky/", f"{site.url}/ru/", f"{site.url}/admin/", "portal-demo"):
        assert line in site.output
    for role in ("member", "expert", "curator", "admin"):
        assert f"{role}@example.org" in site.output
    for path in ("/ky/", "/ru/", "/admin/login/", "/healthz"):
        assert site.get(path)[0] == 200
    wait_for(lambda: site.get("/readyz")[0] == 200)
    assert (folder / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_static_files_are_compressed_and_kept_by_the_browser(start):
    site = start().wait_until_up()
    page = site.get("/ky/")[2].decode()
    path = re.search(r'href="(/static/portal\.[0-9a-f]+\.css)"', page)[1]
    status, headers, _ = site.get(path, **{"Accept-Encoding": "br"})
    assert (status, headers["Content-Encoding"]) == (200, "br")
    assert "immutable" in headers["Cache-Control"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_ends_everything_within_ten_seconds(start, folder, number):
    site = start().wait_until_up()
    processes = [*children(folder), postgres.running_pid(database(folder))]
    code, seconds = site.stop(number)
    assert (code, site.output.count("Traceback")) == (0, 0)
    assert seconds < 10
    assert not any(psutil.pid_exists(pid) for pid in processes)


def test_second_start_takes_seconds_and_repeats_nothing(start):
    start().wait_until_up().stop()
    begun = time.monotonic()
    site = start().wait_until_up()
    assert time.monotonic() - begun < 30
    for stage in ("Tables", "Content", "Static files"):
        assert f"{stage}: up to date" in site.output


def test_start_beside_a_running_portal_names_its_address(start):
    first = start().wait_until_up()
    code, output = start().refusal()
    assert code == 1
    assert first.url in output
    assert len(output.splitlines()) == 1
    assert first.get("/healthz")[0] == 200


def test_start_after_a_killed_launcher_finds_everything(start, folder):
    site = start().wait_until_up()
    orphans = children(folder)
    site.kill()
    again = start(PORT=site.port).wait_until_up()
    assert not any(psutil.pid_exists(pid) for pid in orphans)
    assert "Content: up to date" in again.output
    assert again.get("/ky/")[0] == 200
    assert again.stop()[0] == 0
    assert not embedded.runs(database(folder).path)


def test_worker_that_was_killed_is_started_again(start, folder):
    start().wait_until_up()
    web, worker = children(folder)
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: children(folder)[1] != worker)
    assert children(folder)[0] == web


def test_database_that_is_away_is_said_and_comes_back_without_a_restart(start, folder):
    site = start().wait_until_up()
    page = site.get("/ky/")[2].decode()
    style = re.search(r'href="(/static/portal\.[0-9a-f]+\.css)"', page)[1]
    postgres.stop(database(folder))
    begun = time.monotonic()
    for language in ("ky", "ru"):
        status, headers, text = site.get(f"/{language}/")
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "60", "no-store")
        assert f'lang="{language}"' in text.decode()
    assert site.get("/admin/login/", Cookie=f"session-{site.port}={'a' * 32}")[0] in (200, 503)
    assert time.monotonic() - begun < 4
    assert (site.get("/healthz")[0], site.get("/readyz")[0], site.get(style)[0]) == (200, 503, 200)
    wait_for(lambda: embedded.runs(database(folder).path), seconds=40)
    wait_for(lambda: site.get("/ky/")[0] == 200)


def test_demo_accounts_stop_the_start_of_a_real_portal(start, folder):
    start().wait_until_up().stop()
    code, output = start(DEMO="0").refusal()
    assert code == 1
    assert "4 demo accounts with a published password are active" in output
    assert "Traceback" not in output
    assert not embedded.runs(database(folder).path)


def test_port_in_use_is_said_in_one_sentence(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code, output = start(PORT=str(other.getsockname()[1])).refusal()
    assert code == 1
    assert re.fullmatch(r"Port \d+ of 127.0.0.1 is in use by another program: make run PORT=8001\n", output)


def test_database_that_cannot_be_reached_is_said_without_its_password(start):
    code, output = start(DATABASE_URL="postgresql://portal:s3cret@127.0.0.1:9/portal").refusal()
    assert code == 1
    assert "The database does not answer" in output
    assert "Traceback" not in output
    assert "s3cret" not in output
