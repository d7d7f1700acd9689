"""Puts sample repeats into a demonstration copy, through the same verbs as people use."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from places.models import Territory
from practices.adopting import actions
from practices.adopting.asking import next_ask
from practices.models import Adoption, Practice

FILE = Path(__file__).with_name("repeats.toml")
HOME_OF_MEMBER, MEMBER = "moskva-aleksandrovka", "member@example.org"


def load(*, by) -> int:
    """Add every sample repeat that is not there yet, and return how many were added."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["repeat"]
    return sum(_load_one(row, by) for row in rows)


@transaction.atomic
def _load_one(row, curator):
    key = uuid5(NAMESPACE_URL, f"practice:{row['practice']}")
    practice = Practice.objects.published().filter(form_key=key).first()
    place = Territory.objects.current().filter(slug=row["territory"]).first()
    if practice is None or place is None or practice.adoptions.filter(territory=place).exists():
        return False
    person = _person(place, row["language"], curator)
    first, *later = row["stages"]
    adoption = actions.begin(
        practice=practice, by=person, language=row["language"], stage=first["stage"], post=row["post"],
        learnt_from=practice.adoptions.filter(territory__slug=row.get("learnt_from", "")).first(),
    )
    for step in later:
        actions.tell(
            adoption=adoption, by=person, seen=adoption.revision, language=row["language"], stage=step["stage"],
            note=step.get("note", ""), values=_values(row),
        )
    _set_days(adoption, row["stages"])
    return True


def _person(place, language, curator):
    """The demo member in their municipality; elsewhere a sample official into whose account nobody can sign in."""
    member = User.objects.filter(email=MEMBER, territory=place).first()
    if member and place.slug == HOME_OF_MEMBER:
        return member
    person, _new = User.objects.get_or_create(
        email=f"sample-{place.slug}@example.org",
        defaults={
            "full_name": "Кызматкер (демо)", "language": language, "territory": place, "vouched_by": curator,
            "vouched_on": timezone.localdate(),
        },
    )
    if person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return person


def _values(row):
    values = {name: row[name] for name in ("changed", "result") if name in row}
    return values | ({"cost_total": Decimal(row["cost_total"])} if "cost_total" in row else {})


def _set_days(adoption, steps):
    """The samples began at different times; they are asked about on the days that follow from that."""
    now = timezone.now()
    days = [now - timedelta(days=step["days_ago"]) for step in steps]
    for stage, day in zip(adoption.stages.all(), days, strict=True):
        adoption.stages.filter(pk=stage.pk).update(at=day)
    began_on = timezone.localdate(days[0])
    ask_on = next_ask(began_on, timezone.localdate()) if adoption.is_open else None
    Adoption.objects.filter(pk=adoption.pk).update(began_at=days[0], changed_at=days[-1], next_ask_on=ask_on)
