"""Who may do what: the one list of groups and their permissions, written to the database by sync_roles.

A member is anybody whose address is confirmed and needs no group. What a permission opens beyond the
administration is decided where the rows are, by `visible_to(user)`.
"""

from itertools import product

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _


def permissions(app: str, verbs: str, models: str) -> set[str]:
    """Return «app.verb_model» for every verb and model named."""
    return {f"{app}.{verb}_{model}" for verb, model in product(verbs.split(), models.split())}


# How people call the groups; one that is not of the code keeps its own name.
NAMES = {
    "expert": _("Expert"),
    "practices_curator": _("Curator of practices"),
    "curator": _("Curator"),
    "administrator": _("Administrator"),
}


def name_of(group: Group) -> str:
    """Return the name of the group in the reader's language."""
    return str(NAMES.get(group.name, group.name))


MODERATE_PRACTICES = (
    permissions("practices", "view change moderate", "practice")
    | permissions("practices", "view add change delete moderate", "collection")
    | permissions("practices", "view add change delete", "collectionitem")
    | permissions("practices", "view change", "practicecomment")
    | permissions("practices", "view", "commentcomplaint")
    | permissions("practices", "view add change delete", "practicestep indicator funding source attachment")
    | permissions("practices", "view change", "adoption")
    | permissions("practices", "view add change delete", "practicecitation")
    | permissions("law", "view", "act")
    | permissions("catalogue", "view", "topic")
    | permissions("places", "view", "territory")
)
SEE_THE_QUEUE = permissions("publishing", "view", "queueitem moderationevent")

ROLES: dict[str, set[str]] = {
    # Experts answer; what they may open grows with the section of consultations.
    "expert": permissions("practices", "view", "practice"),
    "practices_curator": MODERATE_PRACTICES | SEE_THE_QUEUE,
    "curator": (
        MODERATE_PRACTICES
        | SEE_THE_QUEUE
        | permissions("publishing", "view add change", "page")
        | permissions("catalogue", "view add change", "topic")
        | permissions("law", "view add change", "act")
        | permissions("jobs", "view", "outgoingmail")
        | permissions("accounts", "vouch", "user")
    ),
}
ROLES["administrator"] = (
    ROLES["curator"]
    | permissions("accounts", "view add change", "user")
    | permissions("accounts", "view add change delete", "post postholding")
    | permissions("accounts", "view", "notification")
    | permissions("places", "add change", "territory")
    | permissions("auth", "view", "group")
)


@transaction.atomic
def sync(roles: dict[str, set[str]] = ROLES) -> list[str]:
    """Make the groups hold exactly the permissions named and return the names that the database lacks."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, wanted in roles.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([known[code] for code in wanted if code in known])
    return sorted(set().union(*roles.values()) - known.keys())
