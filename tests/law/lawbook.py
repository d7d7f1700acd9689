"""Acts, and texts that cite them."""

from datetime import date

from law.actions import mark_changed
from law.models import Act
from practices.models import PracticeCitation
from tests import factories

DAY = date(2025, 3, 7)
NOTES = {"note_ky": "34-берене өзгөрдү", "note_ru": "Изменилась статья 34"}


def act(number="123", **fields) -> Act:
    """A law in force, with titles in both languages."""
    titles = {"title_ky": f"Мыйзам {number} жөнүндө", "title_ru": f"О законе {number}"}
    given = {"kind": "law", "adopted_on": date(2021, 10, 20), **titles, **fields}
    return Act.objects.create(number=number, **given)


def cite(practice, act, provision="") -> PracticeCitation:
    return PracticeCitation.objects.create(practice=practice, act=act, provision=provision)


def editor(name="editor"):
    """A curator of the whole portal: may mark acts and decide on practices."""
    return factories.member_of("curator", name)


def mark(act, *, by=None, seen=None, state="changed", **fields) -> int:
    given = {"on": DAY, **NOTES, **fields}
    return mark_changed(act=act, by=by or editor(), seen=act.edition if seen is None else seen, state=state, **given)
