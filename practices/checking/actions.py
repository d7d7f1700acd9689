"""Ask an outsider about the facts, take the answer, take the question back, forget who was asked."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from language.cleaning import clean_text
from practices.checking.letters import send
from practices.checking.reading import last_change
from practices.models import FactCheck, Practice
from publishing.actions import NotAllowedNow, Overtaken, enter_queue, last_event, leave_queue
from publishing.models import Publication, QueueItem

ASKABLE = (Publication.Status.IN_REVIEW, Publication.Status.PUBLISHED)
OPEN_FOR = timedelta(days=30)
ASKS_A_DAY = 20
EMAIL_KEPT = timedelta(days=90)


class AskedAlready(Exception):
    """The same address was asked about the same text within a day."""


class TooManyAsks(Exception):
    """The curator has asked as many outsiders in a day as one may."""


def hash_of(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def asked_by_key(key: str) -> FactCheck | None:
    """Return the question that the link with this key belongs to; a wrong key costs as much work as a right one."""
    return FactCheck.objects.select_related("practice").filter(key_hash=hash_of(key)).first()


def why_closed(check) -> str:
    """Return why no answer is taken: «withdrawn», «removed» or «expired»; empty while the link is open."""
    practice = check.practice
    if check.withdrawn_at:
        return "withdrawn"
    if practice.status in Publication.EDITABLE_BY_AUTHOR or practice.is_gone or practice.merged_into_id:
        return "removed"
    if not check.answered_at and check.expires_on < timezone.localdate():
        return "expired"
    return ""


@transaction.atomic
def ask(*, practice, by, email, post, question="", language) -> FactCheck:
    """Ask by letter; the plain key is nowhere but in the letter.

    Raises PermissionDenied, NotAllowedNow, AskedAlready or TooManyAsks.
    """
    _may(by)
    # The rows are held so that two presses at once are counted one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    held = _hold(practice)
    if held.status not in ASKABLE:
        raise NotAllowedNow(held.status)
    email = email.lower()
    _within_limits(held, by, email)
    key = secrets.token_urlsafe(32)
    check = FactCheck.objects.create(
        practice=held, key_hash=hash_of(key), email=email, post=post, question=question, language=language,
        revision=held.revision, asked_by=by, expires_on=timezone.localdate() + OPEN_FOR,
    )
    send(check, key)
    return check


def _may(by):
    if not by.has_perm(Practice.permission("moderate")):
        raise PermissionDenied


def _hold(practice):
    return Practice.objects.select_for_update(no_key=True).get(pk=practice.pk)


def _within_limits(practice, by, email):
    today = FactCheck.objects.filter(asked_at__gt=timezone.now() - timedelta(days=1))
    same = today.filter(practice=practice, email=email, revision=practice.revision, withdrawn_at__isnull=True)
    if same.exists():
        raise AskedAlready
    if today.filter(asked_by=by).count() >= ASKS_A_DAY:
        raise TooManyAsks


@transaction.atomic
def answer(*, check, verdict, remarks="", seen=None) -> bool:
    """Keep the first answer and lead the curators to it; False when there is one already or the link is closed.

    seen is the revision that was read; raises Overtaken when the text was changed after it.
    """
    verdict, remarks = FactCheck.Verdict(verdict), clean_text(remarks)
    check.practice = _hold(check.practice)
    if check.answered_at or why_closed(check):
        return False
    seen = check.revision if seen is None else max(check.revision, min(seen, check.practice.revision))
    if last_change(check.practice) > seen:
        raise Overtaken(last_event(check.practice))
    first = FactCheck.objects.unanswered().filter(pk=check.pk, withdrawn_at__isnull=True)
    if not first.update(answered_at=timezone.now(), verdict=verdict, remarks=remarks, revision=seen):
        return False
    enter_queue(check.practice, QueueItem.Reason.FACTS, asked_by=check.post)
    return True


@transaction.atomic
def withdraw(*, check, by) -> bool:
    """Take a question back: its link closes. False when it was answered or taken back before."""
    _may(by)
    open_still = FactCheck.objects.unanswered().filter(pk=check.pk, withdrawn_at__isnull=True)
    return bool(open_still.update(withdrawn_at=timezone.now()))


@transaction.atomic
def read_answers(*, practice, by, answers=None) -> bool:
    """The answers were read: the practice leaves the queue, unless one more came than the curator had before them."""
    _may(by)
    _hold(practice)
    if answers is not None and answers != practice.fact_checks.answered().count():
        return False
    leave_queue(practice, QueueItem.Reason.FACTS)
    return True


def forget_the_asked(*, now) -> int:
    """Erase the addresses of those whose question was closed long ago; return how many."""
    before = now - EMAIL_KEPT
    closed = (
        Q(answered_at__lt=before)
        | Q(withdrawn_at__lt=before)
        | Q(answered_at__isnull=True, expires_on__lt=timezone.localdate(before))
    )
    return FactCheck.objects.filter(closed).exclude(email="").update(email="")
