"""The real launcher with its web server, worker and database, over files of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OF_THE_TESTS = (
    "ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "DEMO", "DJANGO_SETTINGS_MODULE", "HOST", "PORT",
    "REQUIRE_SECOND_FACTOR", "SECRET_KEY", "SITE_URL", "STATIC_MANIFEST", "VAR_DIR",
)  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**values):
    """Return the environment of a person at a terminal, without what the tests set for themselves."""
    return {**{name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}, **values}


class Site:
    """A start of the portal over the given folder."""

    def __init__(self, folder, **values):
        self.port = values.pop("PORT", None) or str(free_port())
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"output-{time.monotonic_ns()}.txt"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.launch.site"],
            cwd=ROOT,
            env=environment(VAR_DIR=str(folder / "var"), PORT=self.port, **values),
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def output(self):
        return self.log.read_text()

    def wait_until_up(self, seconds=120):
        deadline = time.monotonic() + seconds
        while "is running" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)
        return self

    def refusal(self):
        """Return the exit code and all that was said by a start that did not go through."""
        return self.process.wait(timeout=60), self.output

    def stop(self, number=signal.SIGTERM):
        """Stop it and return the exit code and the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(timeout=20), time.monotonic() - begun

    def kill(self):
        self.process.kill()
        self.process.wait()

    def get(self, path, **headers):
        """Return status, headers and text of a page."""
        request = urllib.request.Request(f"{self.url}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.status, answer.headers, answer.read()
