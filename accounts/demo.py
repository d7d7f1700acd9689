"""The four accounts of a demonstration copy; their names are roles, their password is public."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.actions import hold_post
from accounts.models import Post, User
from places.models import Territory

DEMO_PASSWORD = "portal-demo"  # noqa: S105 published on purpose, and only in a demonstration copy
DEMO_PEOPLE = {
    "member@example.org": {"full_name": "Катышуучу (демо)"},
    "expert@example.org": {"full_name": "Эксперт (демо)"},
    "curator@example.org": {"full_name": "Куратор (демо)", "is_staff": True},
    "admin@example.org": {"full_name": "Администратор (демо)", "is_staff": True, "is_superuser": True},
}
DEMO_EMAILS = frozenset(DEMO_PEOPLE)
GROUPS = {"expert@example.org": "expert", "curator@example.org": "curator"}
HOME_SLUG = "moskva-aleksandrovka"


@transaction.atomic
def load_demo_people() -> dict[str, User]:
    """Make the demo accounts, or put them back to their first state, and return them by e-mail."""
    people = {email: load_person(email, **fields) for email, fields in DEMO_PEOPLE.items()}
    for email, group in GROUPS.items():
        people[email].groups.set([Group.objects.get_or_create(name=group)[0]])
    settle(people["member@example.org"], vouched_by=people["curator@example.org"])
    return people


def load_person(email: str, **fields) -> User:
    user, _created = User.objects.update_or_create(email=email, defaults={**fields, "is_active": True})
    user.set_password(DEMO_PASSWORD)
    user.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return user


def settle(user: User, *, vouched_by: User) -> None:
    """Give the demo member a municipality, a post in it and the confirmation of the curator."""
    aimaks = Territory.objects.current().filter(kind=Territory.Kind.AIYL_AIMAK).order_by("slug")
    user.territory = aimaks.filter(slug=HOME_SLUG).first() or aimaks.first()
    user.vouched_by = vouched_by
    user.vouched_on = user.vouched_on or timezone.localdate()
    user.save()
    hold_post(person=user, post=Post.objects.filter(slug="secretary-ao").first())
