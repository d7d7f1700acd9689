"""What a curator and the person asked must know of a question about facts."""

from django.db.models import Max, Q

from practices.models import FactCheck
from publishing.actions import history
from publishing.models import ModerationEvent

Action = ModerationEvent.Action


def last_change(practice) -> int:
    """Return the revision at which the text itself was last changed: a decision on it makes no other text."""
    edits = Q(action=Action.SUBMIT) | Q(action=Action.EDIT) & ~Q(changed_fields=[])
    return history(practice).order_by().filter(edits).aggregate(last=Max("revision"))["last"] or 0


def asks_of(practice) -> list[FactCheck]:
    """Return the questions about the practice, the latest first; each knows whether the text changed since."""
    checks = list(practice.fact_checks.select_related("asked_by"))
    changed_at = last_change(practice) if checks else 0
    for check in checks:
        # Reasons for closing are read from the practice: the one at hand, not one more query for each.
        check.practice = practice
        check.text_changed = changed_at > check.revision
    return checks


def confirmed_by(practice) -> str:
    """Return the post of the outsider whose last answer confirmed the text as it is; empty when there is none."""
    last = practice.fact_checks.answered().first()
    if last is None or last.verdict != FactCheck.Verdict.CONFIRMED or last_change(practice) > last.revision:
        return ""
    return last.post
