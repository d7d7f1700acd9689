"""The standing of a practice: how many municipalities that are vouched for repeat it. Likes are not counted."""

from django.db import transaction
from django.db.models import BooleanField, Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from practices.actions import reckon
from practices.models import Adoption, Practice

# The person who tells works in the municipality, in its successor, or in what became part of it.
AT_HOME = (
    Q(by__territory=F("territory"))
    | Q(by__territory=F("territory__successor"))
    | Q(by__territory=F("territory__successor__successor"))
    | Q(by__territory__successor=F("territory"))
)


def _standing(practice):
    counted = Adoption.objects.of(practice).counted().order_by()
    return counted.values(whole=Value(1)).annotate(number=Count("territory", distinct=True)).values("number")


@transaction.atomic
def recount(practice: int) -> None:
    """Write the standing of the practice, given by its number, and of the one into which it was merged.

    The rows are held first: of two repeats told at once, the later count sees both.
    """
    merged_into = Practice.objects.filter(pk=practice).values_list("merged_into", flat=True).first()
    for pk in sorted(filter(None, {practice, merged_into})):
        Practice.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk").first()
        counted = Adoption.objects.of(pk).counted().order_by()
        number = counted.aggregate(number=Count("territory", distinct=True))["number"]
        Practice.objects.filter(pk=pk).exclude(repeats=number).update(repeats=number)
        # A result elsewhere is the last step of evidence.
        reckon(Practice(pk=pk))


def confirm_anew() -> int:
    """Make every repeat confirmed or not as the people who tell it are vouched for now; return how many changed.

    What a curator said stands. A repeat whose teller has left or moved stays the municipality's as it was.
    """
    speaks = Q(by__left_on__isnull=True) & AT_HOME
    right = Case(
        When(curator_confirms__isnull=False, then=F("curator_confirms")),
        When(speaks, then=Case(When(by__vouched_on__isnull=False, then=Value(True)), default=Value(False))),
        default=F("is_confirmed"),
        output_field=BooleanField(),
    )
    judged = Adoption.objects.annotate(right=right).exclude(is_confirmed=F("right")).order_by()
    return sum(
        Adoption.objects.filter(pk__in=judged.filter(right=answer).values("pk")).update(is_confirmed=answer)
        for answer in (True, False)
    )


def recount_all() -> int:
    """Bring every standing in line with the people and repeats of now; return how many practices changed."""
    confirm_anew()
    standing = Coalesce(Subquery(_standing(OuterRef(OuterRef("pk")))), 0)
    wrong = Practice.objects.annotate(standing=standing).exclude(repeats=F("standing"))
    numbers = list(wrong.values_list("pk", flat=True))
    for pk in numbers:
        recount(pk)
    return len(numbers)
