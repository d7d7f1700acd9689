"""One portal for each checkout: the lock that says so, and what a killed one left behind."""

import fcntl
import json
import os
from pathlib import Path

from portal.launch.report import Obstacle

LOCK_NUMBER = "PORTAL_LOCK"
WIDTH = 1_000


class RunLock:
    """A lock the kernel drops with the process, on a file that tells others where the portal runs."""

    def __init__(self, folder: Path):
        self.path = folder / "run.lock"
        inherited = os.environ.pop(LOCK_NUMBER, None)
        # Opened once by the first stage and handed over to the process it turns into.
        self.number = int(inherited) if inherited else os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        if not inherited:
            self.take()

    def take(self) -> None:
        try:
            fcntl.flock(self.number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = self.read()
            where = f" at {other['url']} (process {other['pid']})" if "url" in other else ""
            raise Obstacle(
                f"The portal of this folder already runs{where}: stop it there with Ctrl-C first."
            ) from None

    def read(self) -> dict:
        try:
            return json.loads(self.path.read_text() or "{}")
        except (OSError, ValueError):
            return {}

    def write(self, **values) -> None:
        # In one write that covers what stood there, and as wide as any before: a file that grew between two reads
        # would give the beginning of one note and the end of the other.
        wide = max(os.fstat(self.number).st_size, WIDTH)
        os.pwrite(self.number, json.dumps(values).encode().ljust(wide), 0)

    def hand_over(self) -> None:
        """Let the program that replaces this one keep the lock."""
        os.set_inheritable(self.number, True)
        os.environ[LOCK_NUMBER] = str(self.number)
