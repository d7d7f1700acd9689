"""The virtual environment and the packages in it, exactly those of the lock file."""

import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from portal.launch.environment import ROOT, prepare_var_dir
from portal.launch.report import Obstacle, stage

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.txt"
# What a lock file holds is held by this one too, in the same versions.
INCLUDED = {"dev": ("dev", "run"), "run": ("run",)}
# They point to the packages of some other environment.
NOT_FOR_PIP = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET")
NO_NETWORK = ("NewConnectionError", "name resolution", "timed out", "Network is unreachable", "ProxyError")


def lock_file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def mark(name: str) -> str:
    """Return what the stamp says when this lock file is installed here by this version of Python."""
    content = sha256(lock_file(name).read_bytes()).hexdigest()
    return f"{name} {content} {sys.version_info[0]}.{sys.version_info[1]} {VENV}"


def are_installed(name: str) -> bool:
    try:
        return mark(name) in STAMP.read_text().splitlines() and PYTHON.exists()
    except OSError:
        return False


def ensure(name: str) -> None:
    """Make the environment and install the lock file, unless that has been done."""
    with one_at_a_time():
        if are_installed(name):
            stage("Packages", "up to date")
            return
        STAMP.unlink(missing_ok=True)
        make_environment()
        stage("Packages", "downloading and installing, once, up to a minute")
        install(name)
        STAMP.write_text("".join(f"{mark(included)}\n" for included in INCLUDED[name]))


@contextmanager
def one_at_a_time():
    """Let `make run` and `make test` of one checkout wait for each other here."""
    with (prepare_var_dir() / "packages.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make .venv anew unless the one that is there works and has the right Python."""
    if works():
        return
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise Obstacle(
            "This Python has no venv module: install it (Debian: apt install python3-venv) and repeat."
        )
    stage("Virtual environment", str(VENV))
    done = run([sys.executable, "-m", "venv", "--clear", VENV])
    if done.returncode:
        raise Obstacle(f"The virtual environment cannot be made: {last_line(done)}")


def works() -> bool:
    """Tell whether .venv has pip and the same version of Python as this one."""
    question = "import pip, sys; print(*sys.version_info[:2], sys.prefix)"
    expected = f"{sys.version_info[0]} {sys.version_info[1]} {VENV}"
    if not PYTHON.exists():
        return False
    return run([PYTHON, "-c", question]).stdout.strip() == expected


def install(name: str) -> None:
    done = run([
        PYTHON, "-m", "pip", "install", "--require-hashes", "-r", lock_file(name),
        "--no-input", "--disable-pip-version-check", "--root-user-action=ignore",
        "--retries", "2", "--timeout", "20",
    ])  # fmt: skip
    if done.returncode == 0:
        return
    log = prepare_var_dir() / "packages.log"
    log.write_text(done.stdout + done.stderr)
    if shutil.disk_usage(VENV).free < 50_000_000:
        raise Obstacle(f"The disk is full: the packages need 700 MB under {VENV}.")
    if any(sign in done.stdout + done.stderr for sign in NO_NETWORK):
        raise Obstacle(f"The packages cannot be downloaded: is there a network? The answer is in {log}.")
    raise Obstacle(f"The packages cannot be installed: {last_line(done)} More is in {log}.")


def run(command: list) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_PIP}
    try:
        return subprocess.run(  # noqa: S603
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def last_line(done: subprocess.CompletedProcess) -> str:
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["no reason given."])[-1]
