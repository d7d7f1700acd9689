"""What the person at the terminal reads: one line for each stage, one sentence for each obstacle."""

import sys


class Obstacle(Exception):
    """The start cannot go on; the message is one sentence that says what to do."""


def say(line: str = "") -> None:
    """Print a line at once; nobody listening any more is no reason to stop."""
    try:
        print(line, flush=True)  # noqa: T201
    except (BrokenPipeError, OSError):
        sys.stdout = None


def stage(name: str, detail: str = "") -> None:
    say(f"  {name}{': ' + detail if detail else ''}")
