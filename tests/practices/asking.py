"""Outsiders who were asked about facts, and the keys in their letters."""

import re

from jobs.models import OutgoingMail
from practices.checking import actions
from tests import factories


def asked(practice, by=None, **fields):
    """Ask about the practice; returns the question and the key that only the letter holds."""
    values = {"email": "engineer@example.kg", "post": "Инженер водоканала", "language": "ru", **fields}
    check = actions.ask(practice=practice, by=by or factories.moderator(), **values)
    return check, key_of(check)


def key_of(check):
    letter = OutgoingMail.objects.get(key=f"fact-check-{check.pk}")
    return re.search(r"/fact-check/([\w-]+)/", letter.body)[1]


def page_of(key, language="ru"):
    return f"/{language}/practices/fact-check/{key}/"
