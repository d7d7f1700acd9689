"""Connects to the portal's database as manage.py does: DATABASE_URL, or the portal's own server."""

import os

import django

from portal import embedded
from portal.launch import environment


def connect() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ.setdefault("DATABASE_OPTIONS", "-c statement_timeout=600s")
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = environment.secret_key()
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = embedded.start(environment.var_dir() / "postgres")
    django.setup()
