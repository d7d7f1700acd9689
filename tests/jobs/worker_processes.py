"""Real worker processes over the database of the tests."""

import os
import re
import subprocess
import sys
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
