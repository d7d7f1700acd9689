"""Letters and notices to the author of a publication, in the author's language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.actions import notify
from jobs.mail import queue_mail

# Verbs that the author is told about; each has templates/publishing/mail/<verb>.txt.
TOLD = ("send_back", "publish", "withdraw", "archive")


def tell_author(publication, event) -> None:
    """Queue one letter and one notice for this step; a repeat of the same step adds nothing."""
    author = publication.author
    if author is None or not author.is_active or author == event.by or event.action not in TOLD:
        return
    path = publication.writing_path() if event.action == "send_back" else publication.catalogue_card().path
    key = f"moderation-{event.pk}"
    params = {"title": event.title, "reason": event.reason}
    notify(recipient=author, kind=f"publication_{event.action}", params=params, path=path, key=key)
    with translation.override(author.language):
        text = render_to_string(
            f"publishing/mail/{event.action}.txt",
            {
                "publication": publication,
                "reason": event.reason,
                "address": f"{settings.SITE_URL}/{author.language}{path}",
            },
        )
    subject, _blank, body = text.strip().partition("\n")
    queue_mail(
        to=author.email, subject=subject, body=body.strip(), key=key, language=author.language
    )
