"""Letters and notices about remarks: who asked learns of the answer, who wrote the text learns of everything.

At most one letter an hour goes out for one publication: what comes in between waits for the next. No letter
repeats the text of a remark, so that what a curator hides does not live on in mailboxes.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.actions import notify
from jobs.mail import queue_mail

PAUSE = timedelta(hours=1)
NAMED_IN_A_LETTER = 20
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def tell(publication) -> int:
    """Tell of all remarks nobody was told of yet, unless that was done within the hour; return how many there were."""
    last = publication.comments.aggregate(last=Max("told_at"))["last"]
    if last and last > timezone.now() - PAUSE:
        return 0
    untold = list(publication.comments.untold().select_related("author", "answers__author").order_by("id"))
    for person, remarks in _whom_it_concerns(publication, untold):
        _tell_person(publication, person, remarks)
    publication.comments.filter(pk__in=[remark.pk for remark in untold]).update(told_at=timezone.now())
    return len(untold)


def _whom_it_concerns(publication, remarks):
    """The people to be told, each with the remarks of others that concern them."""
    concerned = {}
    for remark in remarks:
        asker = remark.answers.author if remark.answers else None
        for person in {publication.author, asker} - {None, remark.author}:
            if person.is_active:
                concerned.setdefault(person, []).append(remark)
    return concerned.items()


def _tell_person(publication, person, remarks):
    key = f"remarks-{publication.label()}-{publication.pk}-{remarks[0].pk}"
    kind = "remark_answer" if all(remark.answers for remark in remarks) else "remark_new"
    notify(
        recipient=person, kind=kind, params={"title": _titles(publication)}, path=remarks[0].path(),
        key=f"{key}-{person.pk}",
    )
    if publication.mutes.filter(user=person).exists():
        return
    mute = f"{settings.SITE_URL}/{person.language}{publication.mutes.model.path_for(publication, person)}"
    headers = {"List-Unsubscribe": f"<{mute}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {"remarks": remarks[:NAMED_IN_A_LETTER], "more": len(remarks) - NAMED_IN_A_LETTER, "mute": mute}
    _send(publication, person, remarks[0], "remarks", context, key=f"{key}-{person.pk}", headers=headers)


def tell_author(remark, verb) -> None:
    """Tell the author of a remark that it was held, hidden or shown again, and why."""
    person = remark.author
    if person is None or not person.is_active:
        return
    key = f"remark-{verb}-{remark._meta.label_lower}-{remark.pk}-{timezone.now():%Y%m%d%H%M%S%f}"
    notify(
        recipient=person, kind=f"remark_{verb}", path=remark.path(), key=key[:120],
        params={"title": _titles(remark.publication), "reason": remark.hidden_reason},
    )
    _send(remark.publication, person, remark, f"remark_{verb}", {"reason": remark.hidden_reason}, key=key)


def _titles(publication):
    """The title in both languages: a notice is read in the language of the page."""
    titles = {}
    for code in LANGUAGES:
        with translation.override(code):
            titles[code] = str(publication)
    return titles


def _send(publication, person, remark, letter, context, *, key, headers=None):
    with translation.override(person.language):
        address = f"{settings.SITE_URL}/{person.language}{remark.path()}"
        context |= {"title": str(publication), "address": address, "somebody": gettext("Former user")}
        text = render_to_string(f"publishing/mail/{letter}.txt", context)
    subject, _blank, body = text.strip().partition("\n")
    queue_mail(
        to=person.email, subject=subject, body=body.strip(), key=key, language=person.language, headers=headers
    )
