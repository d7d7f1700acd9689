"""The private PostgreSQL server that runs when no DATABASE_URL is given, shared by all who need it.

Whoever uses the server holds a shared lock on a file beside the data; the last one to leave stops the
server. The kernel drops the lock of a process that is killed, so no list of users can become stale.
"""

import atexit
import fcntl
import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from psycopg2 import OperationalError, connect, sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from portal import postgres
from portal.postgres import DataFolder, PostgresError

TURN_SECONDS = 60


class Membership:
    """This process's share in a server: taken with `join`, given back with `leave` or at the exit."""

    def __init__(self, folder: DataFolder):
        self.folder = folder
        self.pid = os.getpid()
        self.child: subprocess.Popen | None = None
        self.users = None

    def join(self) -> None:
        """Start the server unless it runs; of several processes that come at once one starts it."""
        with turn(self.folder), beside(self.folder, "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start_unless_running()
            # The lock lives as long as a copy of the open file does.
            self.users = os.fdopen(os.dup(users.fileno()), "a")

    def start_unless_running(self) -> None:
        if postgres.running_pid(self.folder) is None:
            postgres.make(self.folder)
            postgres.clear_leftovers(self.folder)
            self.child = postgres.launch(self.folder)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Return when the server answers; after a crash it first repeats what was committed."""
        deadline = time.monotonic() + postgres.START_SECONDS
        while True:
            try:
                connect(address(self.folder, postgres.SUPERUSER)).close()
                return
            except OperationalError as error:
                ended = self.child is not None and self.child.poll() is not None
                if ended or time.monotonic() > deadline:
                    reason = postgres.tail_of_log(self.folder)
                    raise PostgresError(f"The embedded database did not start: {reason}") from error
            time.sleep(0.05)

    def leave(self) -> None:
        """Give the share back; the last one to leave stops the server."""
        # A forked child inherits this object, not the right to stop the server.
        if self.users is None or os.getpid() != self.pid:
            return
        with turn(self.folder):
            try:
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                postgres.stop(self.folder)
                if self.folder.throw_away:
                    postgres.remove(self.folder)
            self.users.close()
            self.users = None
        if self.child is not None:
            # Only its starter can clear the ended process away.
            self.child.poll()


_memberships: dict[Path, Membership] = {}


def start(data_dir: Path, *, database: str = "portal", throw_away: bool = False) -> str:
    """Start (or join) the server that keeps its files in data_dir and return the address of the database.

    The server stops when the last process that called this one ends; a throw-away server also removes
    its files then, and ends when its starter is killed. Raises PostgresError with a plain sentence.
    """
    folder = DataFolder(data_dir.resolve(), throw_away)
    try:
        folder.path.parent.mkdir(parents=True, exist_ok=True)
        if folder.path not in _memberships:
            _memberships[folder.path] = membership = Membership(folder)
            atexit.register(membership.leave)
        membership = _memberships[folder.path]
        if membership.users is None:
            membership.join()
            create_database(folder, database)
    except OSError as error:
        raise PostgresError(f"The embedded database cannot be run: {error}") from error
    return address(folder, database)


def stop(data_dir: Path) -> None:
    """Give this process's share in the server back before the exit."""
    membership = _memberships.pop(data_dir.resolve(), None)
    if membership:
        membership.leave()
        atexit.unregister(membership.leave)


def runs(data_dir: Path) -> bool:
    return postgres.running_pid(DataFolder(data_dir.resolve())) is not None


def revive(data_dir: Path) -> None:
    """Start a server again that ended under its users."""
    membership = _memberships[data_dir.resolve()]
    with turn(membership.folder):
        membership.start_unless_running()


def address(folder: DataFolder, database: str) -> str:
    return f"postgresql://{postgres.SUPERUSER}@/{database}?host={quote(str(folder.socket_dir))}"


def beside(folder: DataFolder, suffix: str) -> Path:
    return folder.path.with_name(f"{folder.path.name}.{suffix}")


@contextmanager
def turn(folder: DataFolder):
    """Let one process at a time start or stop the server."""
    with beside(folder, "turn").open("a") as lock:
        deadline = time.monotonic() + TURN_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise PostgresError(
                        "Another process has been starting or stopping the embedded database for a minute: "
                        "end it and try again."
                    ) from None
                time.sleep(0.05)
        yield


def create_database(folder: DataFolder, name: str) -> None:
    """Create the database unless it is there."""
    with turn(folder):
        connection = connect(address(folder, postgres.SUPERUSER))
        try:
            connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if not cursor.fetchone():
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        finally:
            connection.close()
