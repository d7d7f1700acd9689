"""What the page of a practice shows beside the story: badges, money by source, whether the facts were checked."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from practices.badges import Badge, badges
from practices.costs import Share, shares
from practices.passport.facts import facts_of

# After so long a check says little about today.
FRESH = timedelta(days=365)


@dataclass(frozen=True)
class Passport:
    """The passport of one practice."""

    badges: list[Badge]
    money: list[Share]
    check_is_old: bool


def passport_of(practice) -> Passport:
    """Return the passport of a practice that was read by practices.reading; no query is made."""
    checked = practice.checked_on
    return Passport(
        badges=badges(facts_of(practice)),
        money=shares(practice.cost_total, list(practice.fundings.all())),
        check_is_old=bool(checked) and timezone.localdate() - checked > FRESH,
    )
