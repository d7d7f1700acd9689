"""The law in the demonstration practices: what they cite, and one act that changed afterwards."""

from law.actions import mark_changed
from law.known import find, read_acts
from practices.models import PracticeCitation

# So that the notice «check the law» is seen: this act is marked once its practices are there.
CHANGED = "normative-acts"


def cite(practice, citations, path) -> None:
    """Let the practice cite the acts named by their keys in law/data/acts.csv."""
    acts = read_acts()
    for citation in citations:
        act = find(acts[citation["act"]])
        if act is None:
            raise LookupError(f"{path.name}: no act {citation['act']}; load_acts comes first")
        PracticeCitation.objects.create(practice=practice, act=act, provision=citation.get("provision", ""))


def mark_the_changed(*, by) -> None:
    """Mark the changed act as an editor does; once."""
    row = read_acts()[CHANGED]
    act = find(row)
    if act and act.edition == 1 and act.practicecitations.exists():
        mark_changed(
            act=act, by=by, seen=act.edition, on=row["changed_on"], state=row["state"],
            note_ky=row["change_note_ky"], note_ru=row["change_note_ru"],
        )
