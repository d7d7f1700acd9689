"""Real worker processes over the database of the tests."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent


def start_worker(**environment):
    """Start a worker and return its process."""
    url = re.sub(r"/\w*\?", f"/{connection.settings_dict['NAME']}?", os.environ["DATABASE_URL"])
    return subprocess.Popen(
        [sys.executable, "-m", "django", "work"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            **environment,
        },
    )


def wait_for(condition, seconds=20.0):
    """Wait until the condition holds and return its value; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds: {condition}")
