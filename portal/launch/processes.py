"""The web server and the worker as children of the launcher: started, watched, stopped."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from functools import partial

import psutil

from portal.launch.environment import ROOT
from portal.launch.report import Obstacle, say
from portal.postgres import end_with_parent

# A child that ends so often within a minute will not be mended by starting it once more.
RESTARTS_A_MINUTE = 5


@dataclass
class Child:
    """A process that has to run as long as the portal does."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the launcher, which stops things in order."""
        self.starts = [moment for moment in self.starts if time.monotonic() - moment < 60]
        if len(self.starts) >= RESTARTS_A_MINUTE:
            raise Obstacle(f"The {self.name} ends again and again; its last words are above.")
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, signal.SIGTERM),
        )

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart_if_ended(self) -> bool:
        if self.runs:
            return False
        say(f"The {self.name} ended (code {self.process.returncode}) and is started again.")
        self.start()
        return True


def stop(children: list[Child], seconds: float, hurry=lambda: False) -> None:
    """Ask all at once to finish; what is left after so many seconds, or when hurried, is killed."""
    running = [child.process for child in children if child.runs]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + seconds
    while any(process.poll() is None for process in running):
        if time.monotonic() > deadline or hurry():
            break
        time.sleep(0.05)
    for process in running:
        if process.poll() is None:
            kill_session(process.pid)
        process.wait()


def kill_session(pid: int) -> None:
    """Kill a child with the processes it made, which share its session."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def remember(children: list[Child]) -> list[list[float]]:
    """Return what tells these processes from others that get the same numbers later."""
    return [[child.process.pid, psutil.Process(child.process.pid).create_time()] for child in children]


def end_orphans(remembered: list[list[float]], seconds: float = 10) -> int:
    """End the processes a killed launcher left behind and return how many there were."""
    orphans = []
    for pid, started in remembered:
        try:
            process = psutil.Process(int(pid))
            if process.create_time() == started:
                orphans.append(process)
                process.terminate()
        except psutil.Error:
            continue
    for process in psutil.wait_procs(orphans, timeout=seconds)[1]:
        kill_session(process.pid)
    return len(orphans)
