"""The outbox: a request only writes its letters into a table, the worker hands them to the mail server.

A letter is written in the transaction of the act it reports, so it exists exactly when the act does. It is
delivered at least once: a server that breaks off after the text may get it twice, under one Message-ID.
"""

import logging
import random
import re
import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from jobs.models import SUBJECT_LENGTH, OutgoingMail

logger = logging.getLogger(__name__)

# Pauses before the second, third … attempt; after the last of them the letter counts as failed.
PAUSES = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
]
# A letter that breaks the program rather than the delivery is not worth the long pauses.
POISON_ATTEMPTS = 5
# Breaks, tabs and other control characters have no place in a header.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class MailServerUnavailable(Exception):
    """The mail server cannot be reached or turns us away before any letter is named."""


class OutboxBackend(BaseEmailBackend):
    """E-mail backend that queues: one row for each recipient, so that nobody sees the others' addresses."""

    def send_messages(self, email_messages):
        written = 0
        for message in email_messages:
            recipients = message.recipients()
            with transaction.atomic():
                for recipient in recipients:
                    write(message, recipient)
            written += bool(recipients)
        return written


def write(message: EmailMessage, recipient: str) -> OutgoingMail:
    """Queue the copy of a message that goes to one recipient; files are refused, letters carry links."""
    if message.attachments:
        raise ValueError("A letter carries links to files, never the files.")
    html = [
        part.content for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"
    ]
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    if message.reply_to:
        headers.setdefault("Reply-To", ", ".join(message.reply_to))
    for value in (recipient, message.from_email, *headers, *headers.values()):
        refuse_line_breaks(value)
    return OutgoingMail.objects.create(
        to=recipient,
        sender=message.from_email,
        subject=one_line(message.subject),
        body=without_nul(message.body),
        html=without_nul(html[0]) if html else "",
        language=get_language() or "",
        headers=headers,
    )


def queue_mail(
    *,
    to: str,
    subject: str,
    body: str,
    language: str,
    key: str | None = None,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Write one letter to the outbox in the current transaction.

    The key names the effect, for example "practice-12-published-user-7": a second letter with the same
    key is not written. The texts are in the reader's language already.
    """
    for value in (to, *(headers or {}).keys(), *(headers or {}).values()):
        refuse_line_breaks(value)
    row = OutgoingMail(
        key=key or "",
        to=to,
        subject=one_line(subject),
        body=without_nul(body),
        html=without_nul(html),
        language=language,
        headers=dict(headers or {}),
    )
    # A repeated key is passed over by the database itself, also when two processes write at once.
    OutgoingMail.objects.bulk_create([row], ignore_conflicts=bool(key))


def one_line(subject: str) -> str:
    """Return the subject on one line, within the length a mail list shows."""
    line = " ".join(_CONTROL.sub(" ", str(subject)).split())
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def without_nul(text: str) -> str:
    return str(text).replace("\x00", "")


def refuse_line_breaks(value: str) -> None:
    if _CONTROL.search(str(value)):
        raise BadHeaderError(f"Header values can't contain line breaks (got {value!r})")


def deliver_due(limit: int = 50) -> int:
    """Send up to so many letters whose turn has come and return how many were tried.

    The server is called before a letter is claimed, so that its outage costs no letter an attempt.
    """
    connection, tried = None, 0
    while tried < limit:
        if connection is None:
            if not OutgoingMail.objects.due(timezone.now()).exists():
                break
            connection = opened_connection()
        row = claim(timezone.now())
        if row is None:
            break
        tried += 1
        if not deliver(row, connection):
            # What the server left open after a refusal is unknown: the next letter begins afresh.
            closed(connection)
            connection = None
    if connection is not None:
        closed(connection)
    return tried


def opened_connection() -> BaseEmailBackend:
    """Return a line to the mail server, or note the outage on the waiting letters."""
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND, fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        closed(connection)
        OutgoingMail.objects.due(timezone.now()).update(last_error=described(error))
        raise MailServerUnavailable(described(error)) from error
    return connection


def closed(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("The mail server broke off before the goodbye.")


@transaction.atomic
def claim(now: datetime) -> OutgoingMail | None:
    """Take the oldest letter due and count the attempt before it is made.

    If the process is killed while sending, the letter comes up again after the pause noted here.
    """
    row = OutgoingMail.objects.due(now).select_for_update(skip_locked=True, no_key=True).first()
    if row is None:
        return None
    row.retry_at = now + pause(row.attempts)
    row.attempts += 1
    row.save(update_fields=["attempts", "retry_at"])
    return row


def pause(attempts: int) -> timedelta:
    """Return the pause after so many earlier attempts; the odd seconds keep letters from coming in a herd."""
    base = PAUSES[min(attempts, len(PAUSES) - 1)]
    return base * random.uniform(1, 1.2)  # noqa: S311 - spreads load, guards nothing


def deliver(row: OutgoingMail, connection: BaseEmailBackend) -> bool:
    """Send one claimed letter and note the outcome; return whether the line may be used again."""
    if row.attempts > len(PAUSES) + 1:
        finish(row, state=OutgoingMail.State.FAILED, last_error=row.last_error or "interrupted every time")
        return True
    try:
        connection.send_messages([composed(row)])
    except (OSError, smtplib.SMTPException) as error:
        given_up = refused_for_good(error) or row.attempts > len(PAUSES)
        note_failure(row, error, given_up=given_up)
        return False
    except Exception as error:
        logger.exception("Letter %s cannot be composed.", row.pk)
        note_failure(row, error, given_up=row.attempts >= POISON_ATTEMPTS)
        return False
    # The text is no longer needed and may hold a link that signs somebody in.
    finish(row, state=OutgoingMail.State.SENT, sent_at=timezone.now(), last_error="", body="", html="")
    return True


def composed(row: OutgoingMail) -> EmailMultiAlternatives:
    """Return the letter as it goes out, marked as written by a machine and bearing its fixed Message-ID."""
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated", **row.headers}
    if row.language:
        headers["Content-Language"] = row.language
    message = EmailMultiAlternatives(
        row.subject, row.body, row.sender or settings.DEFAULT_FROM_EMAIL, [row.to], headers=headers
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    return message


def refused_for_good(error: Exception) -> bool:
    """Tell whether the server refused this letter or its addressee with a permanent code.

    A refused sender is the portal's own fault and will be mended: such letters wait.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def note_failure(row: OutgoingMail, error: Exception, *, given_up: bool) -> None:
    logger.warning("Letter %s was not sent (attempt %s): %s", row.pk, row.attempts, described(error))
    state = OutgoingMail.State.FAILED if given_up else OutgoingMail.State.QUEUED
    finish(row, state=state, last_error=described(error))


def finish(row: OutgoingMail, **values) -> None:
    OutgoingMail.objects.filter(pk=row.pk).update(**values)


def described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
