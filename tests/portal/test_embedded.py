import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from portal import embedded, postgres

ROOT = Path(__file__).resolve().parent.parent.parent
USE = """
import sys, time
from pathlib import Path
from portal import embedded
print(embedded.start(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


class User:
    """A process that uses the server until its input is closed."""

    def __init__(self, data_dir):
        self.process = subprocess.Popen(
            [sys.executable, "-c", USE, data_dir], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )

    def address(self):
        return self.process.stdout.readline().strip()

    def leave(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=20) == 0
        self.process.stdout.close()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own") / "postgres"
    yield folder
    postgres.stop(postgres.DataFolder(folder))


def ask(address, question):
    connection = psycopg2.connect(address)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_server_stops_when_the_last_user_leaves_and_keeps_its_data(data_dir):
    users = [User(data_dir) for _ in range(3)]
    assert len({user.address() for user in users}) == 1
    address = f"postgresql://postgres@/portal?host={data_dir}"
    ask(address, "CREATE TABLE kept (number int)")
    users[0].leave()
    users[1].leave()
    assert embedded.runs(data_dir)
    users[2].leave()
    assert not embedded.runs(data_dir)
    again = User(data_dir)
    assert ask(again.address(), "SELECT count(*) FROM kept") == 0
    again.leave()


def test_server_of_a_killed_user_is_joined_and_stopped_by_the_next(data_dir):
    first = User(data_dir)
    first.address()
    first.kill()
    assert embedded.runs(data_dir)
    second = User(data_dir)
    assert ask(second.address(), "SELECT 1") == 1
    second.leave()
    assert not embedded.runs(data_dir)


def test_server_that_was_killed_comes_up_again_with_what_was_committed(data_dir):
    user = User(data_dir)
    address = user.address()
    ask(address, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(postgres.running_pid(postgres.DataFolder(data_dir)), signal.SIGKILL)
    user.leave()
    again = User(data_dir)
    assert ask(again.address(), "SELECT number FROM kept") == 7
    again.leave()


def test_number_left_by_a_dead_server_is_not_mistaken_for_one(data_dir):
    user = User(data_dir)
    user.address()
    user.leave()
    (data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n{data_dir}\n1\n5432\n{data_dir}\n\n\nready\n")
    assert not embedded.runs(data_dir)
    again = User(data_dir)
    assert ask(again.address(), "SELECT 1") == 1
    again.leave()


def test_making_that_was_interrupted_is_repeated(data_dir):
    unfinished = data_dir.with_name("postgres.new")
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    user = User(data_dir)
    assert ask(user.address(), "SELECT 1") == 1
    user.leave()


def test_deep_folder_listens_elsewhere_and_nobody_else_gets_in(tmp_path):
    data_dir = tmp_path / ("d" * 120) / "postgres"
    user = User(data_dir)
    assert ask(user.address(), "SELECT 1") == 1
    socket_dir = postgres.DataFolder(data_dir).socket_dir
    assert socket_dir.stat().st_mode & 0o077 == 0
    user.leave()
    socket_dir.rmdir()


def test_data_of_another_version_are_refused_with_a_sentence(data_dir):
    data_dir.mkdir(parents=True)
    (data_dir / "PG_VERSION").write_text("15\n")
    with pytest.raises(postgres.PostgresError, match="made by PostgreSQL 15, here is 18"):
        embedded.start(data_dir)


def test_socket_folder_of_somebody_else_is_refused(tmp_path):
    target = tmp_path / "theirs"
    target.mkdir()
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(postgres.PostgresError, match="belongs to somebody else"):
        postgres.make_private(tmp_path / "link", None)


def test_letters_of_both_languages_are_known_to_the_server():
    address = os.environ["DATABASE_URL"]
    assert ask(address, "SELECT lower('ӨҮҢ ЁЖИК')") == "өүң ёжик"
    assert ask(address, "SELECT 'ҢӨҮ' ILIKE 'ңөү'") is True


def test_throw_away_server_ends_with_its_starter(tmp_path):
    data_dir = tmp_path / "postgres"
    code = USE.replace("Path(sys.argv[1])", "Path(sys.argv[1]), throw_away=True")
    process = subprocess.Popen(
        [sys.executable, "-c", code, data_dir], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    pid = postgres.running_pid(postgres.DataFolder(data_dir))
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 10
    while postgres.serves(pid, postgres.DataFolder(data_dir)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not postgres.serves(pid, postgres.DataFolder(data_dir))
