"""The original and its translation: which of them is behind, and the curators' task to bring it up.

An edition is a state of the original. The translation was made of some edition; when the original goes on,
readers of the translation are told and the text enters the queue.
"""

from django.db import transaction
from django.db.models import F

from publishing.models import Publication, QueueItem
from publishing.queue import enter_queue, leave_queue
from publishing.versions import changed_languages, keep_version, versions


@transaction.atomic
def keep_text(publication) -> None:
    """Keep the text as a version, count the editions, and ask for a translation where one is due.

    A change of the original makes a new edition; words changed in the other language in the same step, or
    after it, bring the translation up to it.
    """
    last = versions(publication).first()
    kept = keep_version(publication)
    if kept is None:
        return
    changed = changed_languages(last.text if last else [], kept.text)
    rows = type(publication).objects.filter(pk=publication.pk)
    if last and publication.language in changed:
        rows.update(text_edition=F("text_edition") + 1)
    if changed - {publication.language}:
        rows.update(translated_edition=F("text_edition"))
    publication.refresh_from_db(fields=["text_edition", "translated_edition"])
    ask_for_translation(publication)


def ask_for_translation(publication) -> None:
    """A published text without a fresh translation waits in the queue; any other does not."""
    is_due = publication.status == Publication.Status.PUBLISHED and not publication.has_fresh_translation
    if is_due:
        enter_queue(publication, QueueItem.Reason.TRANSLATION)
    else:
        leave_queue(publication, QueueItem.Reason.TRANSLATION)
