"""The browser of the browser tests: Debian's Chromium, installed where that is allowed."""

import os
import shutil
import subprocess

from portal.launch.report import Obstacle, stage

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "Install Chromium for the browser tests (Debian: apt-get install chromium)."


def path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def ensure() -> None:
    """Have Chromium, or say what to install; where everything must be tested its absence is an error."""
    if path():
        stage("Browser", path())
        return
    command = installer()
    if command is not None:
        stage("Browser", "installing Chromium, once, up to two minutes")
        run([*command, "update", "-q"])
        run([*command, "install", "-qy", "--no-install-recommends", "chromium"])
    if path():
        return
    if os.environ.get("CI"):
        raise Obstacle(ADVICE)
    stage("Browser", f"none, the browser tests are skipped. {ADVICE}")


def installer() -> list[str] | None:
    """Return apt-get in the form this account may use, without ever asking for a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and run(["sudo", "-n", "true"]) == 0:
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def run(command: list[str]) -> int:
    return subprocess.run(  # noqa: S603
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode
