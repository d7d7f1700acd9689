"""What may be done with remarks under a publication, for the tables of every section.

A section's remarks are reached from its publication as `comments`, the letters turned off as `mutes`, and the
complaints from a remark as `complaints`. Every verb holds the row of the publication, so that two acts on one
discussion never pass each other. A remark is shown at once; a curator looks at it when somebody complains.

Three complaints take a remark off the page until a curator looks, if they come from three people whose posts
are confirmed and who work in three municipalities: one offended office cannot silence a question. What a
curator has once left as it is, complaints no longer hide.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from publishing.models import Comment, Publication, QueueItem
from publishing.queue import enter_queue, leave_queue
from publishing.remark_mail import tell, tell_author
from publishing.remark_refusals import Refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# So many a person writes in an hour and in a day, and so many stand under one publication in an hour.
AN_HOUR, A_DAY, HERE_AN_HOUR = 10, 30, 60
MOST_ANSWERS = 50
COMPLAINTS_A_DAY = 20
COMPLAINTS_THAT_HIDE = 3
# «Thank you!» may be said under many texts, a long text stands in one place.
LONG_TEXT = 60
MAY_TAKE_BACK = HOUR
Hiding = Comment.Hiding


@dataclass(frozen=True)
class Signature:
    """How a person is named under a remark, as they stand when they write it."""

    name: str
    post: str
    is_confirmed: bool


class DecidedAlready(Exception):
    """Somebody else has decided on the remark meanwhile."""


def signature(user, language: str) -> Signature:
    """Return the name, and the post with the municipality in the language of the text."""
    holding = user.current_holding
    with translation.override(language):
        place = holding.territory if holding else user.territory
        post = ", ".join(filter(None, [holding and holding.post.name, place and place.full_name]))
    return Signature(user.full_name, post[:300], user.is_verified)


@transaction.atomic
def write(*, publication, by, kind, text, language, form_key, answers=None, places=()) -> Comment:
    """Put a remark under a published text and tell whom it concerns; the same form sent again finds the same one.

    An answer to an answer stands beside it. places are the keys of the municipalities the text is about.
    Raises Refused when nothing may be written.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    publication = hold(publication)
    sent = publication.comments.filter(author=by, form_key=form_key).first()
    if sent and sent.text == text:
        return sent
    thread = publication.comments.get(pk=answers.thread_id) if answers else None
    _refuse(publication, by, text, thread)
    signed = signature(by, language)
    remark = publication.comments.create(
        kind=Comment.Kind.ANSWER if thread else kind,
        answers=thread,
        author=by,
        author_name=signed.name,
        author_post=signed.post,
        is_confirmed=signed.is_confirmed,
        by_the_author=publication.author_id == by.pk,
        from_the_place=by.is_verified and by.territory_id in places,
        language=language,
        text=text,
        # The form was used before, for another text: going back in the browser brings the old key along.
        form_key=uuid4() if sent else form_key,
    )
    tell(publication)
    return remark


def hold(publication):
    """Lock the publication and return it as it is now."""
    return type(publication).objects.select_for_update(no_key=True).get(pk=publication.pk)


def _refuse(publication, by, text, thread):
    if publication.status != Publication.Status.PUBLISHED:
        raise Refused("closed")
    if not by.has_confirmed_email:
        raise Refused("unconfirmed")
    if not by.full_name:
        raise Refused("nameless")
    if thread and (thread.hidden_at or thread.replies.count() >= MOST_ANSWERS):
        raise Refused("hidden" if thread.hidden_at else "full")
    _refuse_flood(publication, by)
    _refuse_repeat(publication, by, text)


def _refuse_flood(publication, by):
    now, everywhere = timezone.now(), publication.comments.model.objects
    if everywhere.filter(author=by, written_at__gt=now - HOUR).count() >= AN_HOUR:
        raise Refused("hour")
    if everywhere.filter(author=by, written_at__gt=now - DAY).count() >= A_DAY:
        raise Refused("day")
    if publication.comments.filter(written_at__gt=now - HOUR).count() >= HERE_AN_HOUR:
        raise Refused("busy")


def _refuse_repeat(publication, by, text):
    where = publication.comments.model.objects.all() if len(text) > LONG_TEXT else publication.comments.all()
    if where.filter(author=by, text__iexact=text).exists():
        raise Refused("said")


def may_take_back(remark, user) -> bool:
    """The author takes a remark back for an hour, unless somebody has answered it."""
    own = user.is_authenticated and remark.author_id == user.pk and not remark.hidden_at
    return own and remark.written_at > timezone.now() - MAY_TAKE_BACK and not remark.replies.exists()


@transaction.atomic
def take_back(*, remark, by) -> None:
    """Empty an own remark and take it off the page. Raises Refused when it is too late."""
    hold(remark.publication)
    remark.refresh_from_db()
    if remark.hiding == Hiding.AUTHOR:
        return
    if not may_take_back(remark, by):
        raise Refused("late")
    # The row stays for a day without its text: it counts among those that may be written in a day.
    _put(remark, Hiding.AUTHOR, by=by)
    type(remark).objects.filter(pk=remark.pk).update(text="")
    _settle(remark, by)


@transaction.atomic
def complain(*, remark, by, reason, note="") -> bool:
    """Tell the curators of a remark; a person is heard once, and False is returned to the second time."""
    publication = hold(remark.publication)
    lately = remark.complaints.model.objects.filter(by=by, at__gt=timezone.now() - DAY)
    if lately.count() >= COMPLAINTS_A_DAY and not remark.complaints.filter(by=by).exists():
        raise Refused("complaints")
    complaint, is_new = remark.complaints.get_or_create(by=by, defaults={"reason": reason, "note": note})
    if is_new:
        enter_queue(publication, QueueItem.Reason.COMPLAINT)
        _hide_until_looked_at(remark)
    return is_new


def _hide_until_looked_at(remark):
    remark.refresh_from_db()
    if remark.hidden_at or remark.complaints.filter(settled_at__isnull=False).exists():
        return
    confirmed = remark.complaints.exclude(reason="own").filter(by__is_active=True, by__vouched_on__isnull=False)
    if confirmed.values("by__territory").distinct().count() >= COMPLAINTS_THAT_HIDE:
        _put(remark, Hiding.COMPLAINTS)
        tell_author(remark, "held")


def allowed_verbs(remark) -> list[str]:
    """Return what a curator may decide on the remark as it is now."""
    can = {
        "hide": remark.hiding in ("", Hiding.COMPLAINTS),
        "show": remark.hiding in (Hiding.CURATOR, Hiding.COMPLAINTS),
        "leave": not remark.hiding and remark.complaints.filter(settled_at__isnull=True).exists(),
    }
    return [verb for verb, allowed in can.items() if allowed]


@transaction.atomic
def hide(*, remark, by, reason) -> None:
    """A curator takes the remark off the page; its author reads why. Raises DecidedAlready."""
    _decide(remark, "hide")
    _put(remark, Hiding.CURATOR, by=by, reason=reason[:300])
    _settle(remark, by)
    tell_author(remark, "hidden")


@transaction.atomic
def show(*, remark, by, reason="") -> None:
    """A curator puts a hidden remark back on the page. Raises DecidedAlready."""
    _decide(remark, "show")
    _put(remark, "")
    _settle(remark, by)
    tell_author(remark, "shown")
    tell(remark.publication)


@transaction.atomic
def leave(*, remark, by, reason="") -> None:
    """A curator leaves the remark as it is: the complaints are answered. Raises DecidedAlready."""
    _decide(remark, "leave")
    _settle(remark, by)


def _decide(remark, verb):
    hold(remark.publication)
    remark.refresh_from_db()
    if verb not in allowed_verbs(remark):
        raise DecidedAlready


def _put(remark, hiding, by=None, reason=""):
    now = timezone.now() if hiding else None
    type(remark).objects.filter(pk=remark.pk).update(
        hiding=hiding, hidden_at=now, hidden_by=by, hidden_reason=reason
    )
    remark.refresh_from_db()


def _settle(remark, by):
    """The complaints of the remark are answered; with the last open one the publication leaves the queue."""
    remark.complaints.filter(settled_at__isnull=True).update(settled_at=timezone.now(), settled_by=by)
    if not remark.publication.comments.complained_of().exists():
        leave_queue(remark.publication, QueueItem.Reason.COMPLAINT)


@transaction.atomic
def forget(remarks) -> None:
    """Remove what was taken back a day ago, and the names of people who deleted their accounts."""
    remarks.filter(hiding=Hiding.AUTHOR, hidden_at__lt=timezone.now() - DAY).delete()
    remarks.filter(author__left_on__isnull=False, author_name__gt="").update(author_name="", author_post="")
