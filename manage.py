#!/usr/bin/env python3
"""Django's commands for this portal; without DATABASE_URL they use its own database server."""

import os
import signal
import sys
from pathlib import Path

from portal.launch import environment

PYTHON = environment.ROOT / ".venv" / "bin" / "python"

try:
    from django.core.management import execute_from_command_line

    from portal import embedded, postgres
except ImportError as error:
    if PYTHON.exists() and Path(sys.prefix) != PYTHON.parent.parent:
        os.execv(PYTHON, [PYTHON, *sys.argv])  # noqa: S606
    sys.exit(f"The packages are not installed ({error}): run «make run» once, it makes .venv.")


def main():
    # The exit at a signal gives back the share in the database server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    # What is done at the terminal or in the background may take longer than a page.
    os.environ.setdefault("DATABASE_OPTIONS", "-c statement_timeout=120s -c lock_timeout=10s")
    try:
        if not os.environ.get("SECRET_KEY"):
            os.environ["SECRET_KEY"] = environment.secret_key()
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = embedded.start(environment.var_dir() / "postgres")
    except (postgres.PostgresError, OSError) as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
