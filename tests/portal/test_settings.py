"""The settings: documented, refusing to start half set, and one database driver only."""

import os
import re
import subprocess
import sys

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from portal.launch.environment import ROOT
from tests.portal.running_site import environment

SOURCES = ["portal/settings.py", "portal/webserver.py", "manage.py", *(
    str(path.relative_to(ROOT)) for path in sorted((ROOT / "portal" / "launch").glob("*.py"))
)]
# Set by the machine or by the launcher for itself, not by the person who runs the portal.
OF_THE_MACHINE = {"CI", "DEBIAN_FRONTEND", "PATH", "PORTAL_LOCK", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"}
READ = re.compile(
    r"""(?:env\.\w+|required|environ\.get|environ\.setdefault|environ\.pop)\(\s*"([A-Z_]+)"|environ\["([A-Z_]+)"\]"""
)


def read_in_the_code():
    found = set()
    for source in SOURCES:
        found |= {first or second for first, second in READ.findall((ROOT / source).read_text(encoding="utf-8"))}
    return found - OF_THE_MACHINE


def test_every_variable_is_documented_and_no_other():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) == read_in_the_code()


def start_django(**values):
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT, env=environment(DJANGO_SETTINGS_MODULE="portal.settings", **values),
        capture_output=True, text=True,
    )


@pytest.mark.parametrize(
    "given,missing",
    [({"DATABASE_URL": "postgresql://a@127.0.0.1:9/b"}, "SECRET_KEY"), ({"SECRET_KEY": "x"}, "DATABASE_URL")],
)
def test_value_that_must_be_given_stops_the_start_with_a_hint(given, missing):
    done = start_django(**given)
    assert done.returncode != 0
    assert f"{missing} is not set. Give" in done.stderr.splitlines()[-1]


def test_options_in_the_address_of_the_database_reach_it():
    options = connection.settings_dict["OPTIONS"]
    if "?host=" in os.environ["DATABASE_URL"]:
        assert options["host"].startswith("/")
    assert "statement_timeout" in options["options"]


def test_driver_of_the_database_is_psycopg2():
    assert not is_psycopg3
