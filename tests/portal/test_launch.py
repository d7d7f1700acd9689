import fcntl
import json
import os
import pty
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from portal.launch import environment, processes
from portal.launch.__main__ import main
from portal.launch.processes import Child
from portal.launch.report import Obstacle
from portal.launch.single import RunLock
from tests.portal.running_site import free_port
from tests.waiting import wait_for

ROOT = environment.ROOT
Usage = namedtuple("Usage", "free")


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    """Files of the launcher's own, and none of the values the tests set."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "var"


# --- environment ---------------------------------------------------------------------------------


def test_secret_key_is_made_once_and_for_its_owner_only(var):
    key = environment.secret_key()
    assert len(key) >= 50
    assert environment.secret_key() == key
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_secret_key_is_the_same_for_all_who_start_at_once():
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: environment.secret_key(), range(8)))
    assert len(keys) == 1


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_port_that_is_no_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Obstacle, match="from 1 to 65535"):
        environment.address()


def test_address_is_8000_on_this_machine_unless_told_otherwise(monkeypatch):
    assert environment.address() == ("127.0.0.1", 8000)
    monkeypatch.setenv("HOST", "[::1]")
    monkeypatch.setenv("PORT", "8123")
    assert environment.address() == ("::1", 8123)


@pytest.mark.parametrize(
    "host,url",
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("portal.kg", "http://portal.kg:80"),
    ],
)
def test_address_for_the_browser_can_be_opened(host, url):
    assert environment.url(host, 80) == url


def test_port_that_is_free_passes_and_a_taken_one_is_named():
    environment.check_port("127.0.0.1", free_port())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Obstacle, match="in use by another program"):
            environment.check_port("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
def test_host_of_another_machine_is_refused(host):
    with pytest.raises(Obstacle, match=host):
        environment.check_port(host, free_port())


def test_names_of_this_machine_are_added_only_when_it_listens_everywhere():
    assert environment.names_of_this_machine("10.0.0.7") == ["127.0.0.1", "localhost", "[::1]", "10.0.0.7"]
    assert socket.gethostname() in environment.names_of_this_machine("0.0.0.0")


def test_folder_without_room_is_refused(monkeypatch):
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: Usage(999_999_999))
    with pytest.raises(Obstacle, match="Only 999 MB are free"):
        environment.prepare_var_dir()
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: Usage(1_000_000_001))
    assert environment.prepare_var_dir().is_dir()


def test_folder_that_cannot_be_written_is_refused(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "file" / "var"))
    with pytest.raises(Obstacle, match="cannot be written"):
        environment.prepare_var_dir()


# --- old Python, bare Python ---------------------------------------------------------------------


@pytest.mark.parametrize("version,refused", [((3, 10), True), ((3, 11), False), ((3, 13), False), ((3, 14), True)])
def test_unfit_python_is_told_so(version, refused):
    code = f"import sys; sys.version_info = {version} + (0, 'final', 0); import portal.launch"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert bool(done.returncode) is refused
    assert ("The portal needs Python 3.11" in done.stderr) is refused
    assert "Traceback" not in done.stderr


def test_manage_without_packages_says_what_to_do(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(ROOT / "portal" / "launch", tmp_path / "portal" / "launch")
    done = subprocess.run([sys.executable, "-S", "manage.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "run «make run» once" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_word_is_answered_with_the_known_ones(capsys):
    assert main(["fly"]) == 1
    assert "portal.launch run" in capsys.readouterr().out


# --- one at a time -------------------------------------------------------------------------------


def test_lock_is_taken_once_and_names_its_holder(tmp_path):
    first = RunLock(tmp_path)
    first.write(pid=7, url="http://127.0.0.1:8000")
    with pytest.raises(Obstacle, match="already runs at http://127.0.0.1:8000 .process 7."):
        RunLock(tmp_path)
    os.close(first.number)
    os.close(RunLock(tmp_path).number)


def test_lock_survives_the_change_into_another_program(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from portal.launch.single import RunLock;"
        "lock = RunLock(Path(sys.argv[1])); lock.hand_over();"
        "os.execv(sys.executable, [sys.executable, '-c',"
        "'import sys; from pathlib import Path; from portal.launch.single import RunLock;"
        "RunLock(Path(sys.argv[1])); print(1, flush=True); sys.stdin.read()', sys.argv[1]])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    with (tmp_path / "run.lock").open() as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    process.communicate()
    os.close(RunLock(tmp_path).number)


def test_damaged_note_in_the_lock_is_passed_over(tmp_path):
    (tmp_path / "run.lock").write_text("{damaged")
    lock = RunLock(tmp_path)
    assert lock.read() == {}
    lock.write(pid=1)
    assert json.loads((tmp_path / "run.lock").read_text()) == {"pid": 1}
    os.close(lock.number)


def test_note_in_the_lock_is_whole_at_any_moment(tmp_path):
    lock = RunLock(tmp_path)
    lock.write(children=[])

    def write_often():
        for number in range(3_000):
            lock.write(children=[1] * (number % 5 * 20))

    writer = threading.Thread(target=write_often)
    writer.start()
    while writer.is_alive():
        assert "children" in json.loads((tmp_path / "run.lock").read_text())
    os.close(lock.number)


# --- processes -----------------------------------------------------------------------------------


def sleeper(code="import time; time.sleep(60)"):
    child = Child("sleeper", [sys.executable, "-c", code], dict(os.environ))
    child.start()
    return child


def test_child_that_ended_is_started_again_but_not_for_ever(capsys):
    child = sleeper("raise SystemExit(3)")
    with pytest.raises(Obstacle, match="ends again and again"):
        for _ in range(10):
            child.process.wait()
            child.restart_if_ended()
    assert len(child.starts) == processes.RESTARTS_A_MINUTE
    assert "The sleeper ended (code 3) and is started again." in capsys.readouterr().out


def test_child_that_does_not_stop_is_killed_with_its_own_children():
    code = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    child = Child("deaf", [sys.executable, "-c", code], dict(os.environ))
    child.start()
    grandchild = wait_for_child_of(child.process.pid)
    processes.stop([child], seconds=0.3)
    assert not child.runs
    wait_for(lambda: not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE)


def wait_for_child_of(pid):
    wait_for(lambda: psutil.Process(pid).children())
    return psutil.Process(pid).children()[0]


def test_second_signal_hurries_the_stop():
    child = sleeper("import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)")
    time.sleep(0.3)
    begun = time.monotonic()
    processes.stop([child], seconds=30, hurry=lambda: True)
    assert time.monotonic() - begun < 5


def test_orphan_is_ended_and_a_stranger_with_its_number_is_not():
    orphan, stranger = sleeper(), sleeper()
    remembered = processes.remember([orphan, stranger])
    remembered[1][1] -= 1
    gone = [2**22 - 1, 0.0]
    assert processes.end_orphans([*remembered, gone]) == 1
    assert (orphan.runs, stranger.runs) == (False, True)
    processes.stop([stranger], seconds=5)


def test_child_ends_when_its_launcher_is_killed():
    code = (
        "import os, sys, time; from portal.launch.processes import Child;"
        "child = Child('x', [sys.executable, '-c', 'import time; time.sleep(60)'], dict(os.environ));"
        "child.start(); print(child.process.pid, flush=True); time.sleep(60)"
    )
    launcher = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with launcher.stdout:
        child = psutil.Process(int(launcher.stdout.readline()))
    launcher.kill()
    launcher.wait()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


# --- terminal ------------------------------------------------------------------------------------


def test_interrupt_from_the_keyboard_is_no_failure_for_the_program_above():
    code = (
        "import signal, sys; from portal.launch.terminal import Terminal; caught = [];"
        "signal.signal(signal.SIGINT, lambda *_: caught.append(1))\n"
        "with Terminal():\n print('READY', flush=True)\n while not caught: signal.pause()\n"
    )
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        # As under make: a program that would die of the interrupt, above the one that must not.
        os.execvpe(
            "sh", ["sh", "-c", f'"{sys.executable}" -c "$CODE"; echo "CODE=$?"'], {**os.environ, "CODE": code}
        )
    shown = b""
    deadline = time.monotonic() + 10
    while b"CODE=" not in shown and time.monotonic() < deadline:
        shown += read_some(terminal)
        if b"READY" in shown and b"^C" not in shown:
            os.write(terminal, b"\x03")
            time.sleep(0.2)
    for process in (*psutil.Process(pid).children(recursive=True), psutil.Process(pid)):
        process.kill()
    os.close(terminal)
    os.waitpid(pid, 0)
    assert b"CODE=0" in shown


def read_some(terminal):
    try:
        return os.read(terminal, 1024) if select.select([terminal], [], [], 0.2)[0] else b""
    except OSError:
        return b""
