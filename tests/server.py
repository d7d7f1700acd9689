"""Pytest plugin loaded before the settings: a throw-away PostgreSQL server, catalogues, an environment."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from portal import catalogues, embedded

catalogues.compile_all()
folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
# Registered before the server is: the files go after it has stopped.
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ.update(
    SECRET_KEY="only-for-tests",
    SITE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    STATIC_MANIFEST="0",
    REQUIRE_SECOND_FACTOR="0",
    VAR_DIR=str(folder / "var"),
    # Each run of pytest shuts the folder that all runs share, also before the servers that another has in it.
    PYTEST_DEBUG_TEMPROOT=str(folder),
)
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = embedded.start(folder / "postgres", throw_away=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Journeys in the browser come last: the portal they fill stays in the database for all of them."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)
