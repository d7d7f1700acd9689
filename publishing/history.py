"""What readers see of the life of a publication."""

from django.utils.translation import gettext as _

from publishing.models import ModerationEvent, Publication


def public_history(publication) -> list[dict]:
    """Return what changed and why, the latest first; nobody is named."""
    if not publication.is_open_to_all:
        return []
    events = ModerationEvent.objects.filter(kind=publication.label(), object_id=publication.pk, is_public=True)
    return [
        {"at": event.at, "verb": event.action, "what": event.get_action_display(), "why": event.reason}
        for event in events
    ]


def last_decision(history) -> dict:
    """Return the step that brought the text to its present state; later edits and checks did not."""
    return next((step for step in history if step["verb"] not in ("edit", "law", "facts")), {})


def page_notice(publication, history) -> str:
    """Return what stands above a text that is not simply published, or an empty string."""
    why = last_decision(history).get("why", "")
    if publication.status == Publication.Status.WITHDRAWN:
        return _("This text was withdrawn from publication and may be out of date.") + f"\n\n{why}"
    if publication.status == Publication.Status.ARCHIVED:
        return _("This text is kept in the archive.") + f"\n\n{why}"
    if publication.status != Publication.Status.PUBLISHED:
        return _("Only you and the curators see this page: it is not published.")
    return ""
