"""Waiting for what other processes do."""

import time


def wait_for(condition, seconds=20.0):
    """Wait until the condition holds and return its value; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds: {condition}")
