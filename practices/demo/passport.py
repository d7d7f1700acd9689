"""The passport of a demonstration practice: who paid, and whether the facts were compared with their source."""

from practices.actions import confirm_facts, reckon
from practices.days import KnownDay, read
from practices.models import Funding, Practice

PLAIN = ("upkeep_cost", "people_needed", "population", "outcome")
TEXTS = ("people_note", "risks")


def add_fundings(practice, rows) -> None:
    """Keep the payments; their days are written as a person would: «2019», «05.2019»."""
    for position, row in enumerate(rows, start=1):
        funding = Funding(practice=practice, position=position, payer=row["payer"], amount=row.get("amount"))
        for name, last in (("paid_from", False), ("paid_to", True)):
            known = read(row[name], last=last) if name in row else KnownDay(None, "")
            setattr(funding, name, known.day)
            setattr(funding, f"{name}_part", known.part)
        for code, text in row.get("note", {}).items():
            setattr(funding, f"note_{code}", text)
        funding.save()


def check_facts(practice, data, *, by) -> None:
    """Have the facts checked today, as a curator does it, or tell that they were checked long ago."""
    if data.get("facts_checked"):
        confirm_facts(practice=practice, by=by)
    if "checked_on" in data:
        Practice.objects.filter(pk=practice.pk).update(checked_on=data["checked_on"])
    reckon(practice)
