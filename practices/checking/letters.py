"""The letter that asks, in the language chosen for it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from jobs.mail import queue_mail


def send(check, key: str) -> None:
    """Queue the one letter of a question; only it holds the plain key."""
    with translation.override(check.language):
        text = render_to_string("practices/checking/mail/ask.txt", {
            "check": check,
            "practice": check.practice,
            "address": f"{settings.SITE_URL}/{check.language}/practices/fact-check/{key}/",
        })
    subject, _blank, body = text.strip().partition("\n")
    queue_mail(
        to=check.email, subject=subject, body=body.strip(), key=f"fact-check-{check.pk}", language=check.language
    )
