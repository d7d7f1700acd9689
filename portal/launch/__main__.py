"""`python3 -m portal.launch run` starts the portal, `… install dev` prepares for the tests."""

import os
import signal
import sys

from portal.launch import browser, environment, packages
from portal.launch.report import Obstacle, say
from portal.launch.single import RunLock


def run() -> None:
    """Take the lock, make the packages ready, and turn into the launcher that uses them."""
    folder = environment.prepare_var_dir()
    host, port = environment.address()
    lock = RunLock(folder)
    lock.write(**{**lock.read(), "pid": os.getpid(), "url": environment.url(host, port)})
    if not packages.are_installed("run"):
        # Better said now than after a minute of downloading.
        environment.check_port(host, port)
    say("Starting the portal")
    packages.ensure("run")
    lock.hand_over()
    os.chdir(environment.ROOT)
    os.execv(packages.PYTHON, [packages.PYTHON, "-m", "portal.launch.site"])  # noqa: S606


def install(name: str) -> None:
    packages.ensure(name)
    if name == "dev":
        browser.ensure()


def main(arguments: list[str]) -> int:
    # As with Ctrl-C, what was started for the installation is ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if arguments == ["run"]:
            run()
        elif len(arguments) == 2 and arguments[0] == "install" and arguments[1] in packages.INCLUDED:
            install(arguments[1])
        else:
            raise Obstacle("Say «python3 -m portal.launch run» or «python3 -m portal.launch install dev».")
    except Obstacle as obstacle:
        say(str(obstacle))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
