"""Changes of the map of the country: old units stay, ended, so that old names and links lead on."""

import datetime
from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from places import naming
from places.models import Territory


@transaction.atomic
def move(territory: Territory, *, to: Territory | None, by) -> Territory:
    """Make the unit a part of another one (None: first level); paths of everything below it follow.

    `by` is the acting user, kept in the history of the admin. Raises ValidationError for a place below
    the unit itself.
    """
    territory = _locked(territory)
    territory.parent = to
    territory.clean()
    territory.save(update_fields=["parent"])
    _log([territory], by, f"Moved to «{to or ''}».")
    return territory


@transaction.atomic
def rename(
    territory: Territory, *, name_ky: str, name_ru: str, on: datetime.date, by, slug: str | None = None
) -> Territory:
    """Give the unit a new name from a day on; everything that refers to the unit stays with it.

    The old name and address remain as a former unit that leads to this one. The new address follows from
    the Kyrgyz name unless given; while it stays the same, the change is a correction of spelling and leaves
    no former unit. Raises ValidationError when the address is taken or the unit has ended.
    """
    territory = _locked(territory)
    _must_exist(territory)
    parent_slug = territory.parent.slug if territory.parent_id else ""
    slug = slug or naming.slug_for(territory.kind, name_ky, parent_slug)
    former = None
    if slug != territory.slug:
        if Territory.objects.filter(slug=slug).exists():
            raise ValidationError(gettext("The address «%(slug)s» is taken.") % {"slug": slug})
        former = _former(territory, until=on)
    old_name = str(territory)
    territory.slug, territory.name_ky, territory.name_ru = slug, name_ky, name_ru
    territory.save(update_fields=["slug", "name_ky", "name_ru"])
    if former:
        former.successor = territory
        former.save()
    _log([territory], by, f"Renamed from «{old_name}» on {on:%Y-%m-%d}.")
    return territory


@transaction.atomic
def merge(units: Iterable[Territory], *, into: Territory, on: datetime.date, by) -> None:
    """End the units on a day in favour of another one, which also receives what was part of them.

    Raises ValidationError when a unit has ended before, is the receiving one or contains it.
    """
    into = _locked(into)
    _must_exist(into)
    merged = [_locked(unit) for unit in units]
    for unit in merged:
        _must_exist(unit)
        if into.path.startswith(unit.path):
            raise ValidationError(gettext("A unit cannot be merged into itself or into a part of itself."))
        unit.valid_to, unit.successor = on, into
        unit.clean()
        unit.save(update_fields=["valid_to", "successor"])
        for child in unit.children.current():
            child.parent = into
            child.save(update_fields=["parent"])
    _log(merged, by, f"Merged into «{into}» on {on:%Y-%m-%d}.")


def _former(territory: Territory, *, until: datetime.date) -> Territory:
    """The unit under its old name and address; the code stays with the present one."""
    return Territory(
        slug=territory.slug, kind=territory.kind, name_ky=territory.name_ky, name_ru=territory.name_ru,
        parent=territory.parent, valid_from=territory.valid_from, valid_to=until,
    )


def _locked(territory: Territory) -> Territory:
    return Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)


def _must_exist(territory: Territory) -> None:
    if territory.valid_to:
        raise ValidationError(gettext("«%(unit)s» has already ended.") % {"unit": territory})


def _log(units: list[Territory], by, message: str) -> None:
    LogEntry.objects.log_actions(
        user_id=by.pk, queryset=units, action_flag=CHANGE, change_message=message,
        single_object=len(units) == 1,
    )
