"""Acts over people that touch several tables; each is one transaction."""

import secrets
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import KeptText, Notification, Post, PostHolding, User


class NotAllowed(Exception):
    """The acting person has no right to do this."""


def notify(
    *, recipient: User, kind: str, params: dict | None = None, path: str = "", key: str = ""
) -> None:
    """Put a line into the inbox; an event that has a key is told to a person once."""
    Notification.objects.bulk_create(
        [Notification(recipient=recipient, kind=kind, params=params or {}, path=path, key=key)],
        ignore_conflicts=bool(key),
    )


@transaction.atomic
def vouch(*, person: User, by: User) -> bool:
    """Confirm that a person works where they say; False if somebody has done so before."""
    if not by.may_vouch_for(person):
        raise NotAllowed
    changed = User.objects.filter(pk=person.pk, vouched_on__isnull=True).update(
        vouched_by=by, vouched_on=timezone.localdate()
    )
    if changed:
        person.refresh_from_db(fields=["vouched_by", "vouched_on"])
        notify(recipient=person, kind="vouched", params={"by": str(by)}, path="/profile/")
    return bool(changed)


@transaction.atomic
def withdraw_vouching(*, person: User, by: User) -> bool:
    """Take the confirmation back; the one who gave it may do so, and whoever may vouch for anybody."""
    if not (by.has_perm("accounts.vouch_user") or (person.vouched_by_id and person.vouched_by_id == by.pk)):
        raise NotAllowed
    changed = User.objects.filter(pk=person.pk, vouched_on__isnull=False).update(
        vouched_by=None, vouched_on=None
    )
    if changed:
        person.refresh_from_db(fields=["vouched_by", "vouched_on"])
        notify(recipient=person, kind="vouching_withdrawn", path="/profile/")
    return bool(changed)


def ask_to_be_vouched_for(*, person: User) -> None:
    """Tell the verified people of the territory, or else the curators, that a colleague waits."""
    if person.is_verified or not person.territory:
        return
    colleagues = User.objects.active().verified().exclude(pk=person.pk).filter(territory=person.territory)
    for recipient in list(colleagues) or people_who_may("accounts.vouch_user"):
        notify(
            recipient=recipient, kind="colleague_awaits", params={"name": str(person)},
            path="/profile/colleagues/", key=f"colleague-{person.pk}-{person.territory_id}",
        )


def flag_name(*, person: User) -> None:
    """Tell the curators of a name that mixes two alphabets."""
    for recipient in people_who_may("accounts.vouch_user"):
        notify(
            recipient=recipient, kind="name_to_look_at", params={"name": str(person)},
            path="/profile/colleagues/", key=f"name-{person.pk}-{person.full_name}"[:120],
        )


def people_who_may(permission: str):
    """Return the active staff who hold a permission by group or by hand; superusers are not disturbed."""
    app, codename = permission.split(".")
    held = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return User.objects.active().filter(
        Q(groups__permissions__in=held) | Q(user_permissions__in=held)
    ).distinct()


@transaction.atomic
def change_profile(*, person: User, post: Post | None, since: date | None = None) -> None:
    """Save a person's own data; whoever moves to another territory has to be confirmed there anew."""
    before = User.objects.select_for_update().get(pk=person.pk)
    if before.territory_id != person.territory_id:
        person.vouched_by = person.vouched_on = None
    person.save()
    hold_post(person=person, post=post, since=since)
    if person.needs_look and person.full_name != before.full_name:
        flag_name(person=person)
    if person.has_confirmed_email:
        ask_to_be_vouched_for(person=person)


def hold_post(*, person: User, post: Post | None, since: date | None = None) -> None:
    """End what was held before and begin the post in the person's territory, unless it is held already."""
    held = PostHolding.objects.filter(user=person, until__isnull=True)
    if not post or not person.territory:
        end_holdings(held)
        return
    end_holdings(held.exclude(post=post, territory=person.territory))
    PostHolding.objects.update_or_create(
        user=person, post=post, territory=person.territory, until=None, defaults={"since": since}
    )


def end_holdings(held) -> None:
    """A post ends today; one that was to begin only later is forgotten."""
    today = timezone.localdate()
    held.filter(since__gt=today).delete()
    held.update(until=today)


@transaction.atomic
def delete_account(*, person: User) -> None:
    """Erase everything personal; the row stays without a name, so that what was published stays whole.

    Sessions die with the password, drafts and files are removed by their sections a month later.
    """
    for model, owner in [(EmailAddress, "user"), (Authenticator, "user"), (PostHolding, "user"),
                         (Notification, "recipient"), (KeptText, "user")]:
        model.objects.filter(**{owner: person}).delete()
    User.objects.filter(vouched_by=person).update(vouched_by=None)
    person.groups.clear()
    person.user_permissions.clear()
    person.email = f"deleted-{person.pk}-{secrets.token_hex(4)}@deleted.invalid"
    person.full_name = ""
    person.territory = person.vouched_by = person.vouched_on = person.last_login = None
    person.needs_look = person.is_active = person.is_staff = person.is_superuser = False
    person.left_on = timezone.localdate()
    person.set_unusable_password()
    person.save()


@transaction.atomic
def restore_email(*, person: User, email: str) -> bool:
    """Undo a change of address from the former mailbox; the password and all sessions end with it."""
    if EmailAddress.objects.filter(email=email, verified=True).exclude(user=person).exists():
        return False
    EmailAddress.objects.filter(user=person).exclude(email=email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=email, defaults={"verified": True, "primary": True}
    )
    person.email = email
    person.set_unusable_password()
    person.save(update_fields=["email", "password"])
    return True
