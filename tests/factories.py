"""Rows that tests of several sections need; what a test is about it says itself, the rest is filled in."""

from django.contrib.auth.models import Group, Permission

from accounts import roles
from accounts.models import User
from catalogue import actions as catalogue
from catalogue.models import Topic
from places.models import Territory
from practices.models import Practice
from publishing import actions

# The verbs that lead from a draft to each status.
WAYS = {
    "draft": [],
    "in_review": ["submit"],
    "returned": ["submit", "send_back"],
    "published": ["submit", "publish"],
    "withdrawn": ["submit", "publish", "withdraw"],
    "archived": ["submit", "publish", "archive"],
}


def person(name="author", **fields) -> User:
    """The person of this name, made when there is none yet."""
    email = f"{name}@example.kg"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, **{"full_name": f"{name} atyev", "language": "ru", **fields})


def moderator(name="moderator", **fields) -> User:
    """Staff with the one right to decide on practices."""
    rights = {"user_permissions__codename": "moderate_practice"}
    known = User.objects.filter(email=f"{name}@example.kg", **rights).first()
    if known:
        return known
    user = person(name, **{"is_staff": True, **fields})
    user.user_permissions.add(Permission.objects.get(codename="moderate_practice"))
    return user


def member_of(role, name=None, **fields) -> User:
    """Staff in one of the groups of accounts.roles."""
    roles.sync({role: roles.ROLES[role]})
    user = person(name or role, **{"is_staff": True, **fields})
    user.groups.add(Group.objects.get(name=role))
    return user


def territory(slug, kind="aiyl_aimak", parent=None, **fields) -> Territory:
    names = {"name_ky": f"{slug} (ky)", "name_ru": f"{slug} (ru)"}
    return Territory.objects.create(slug=slug, kind=kind, parent=parent, **{**names, **fields})


def topic(slug, **fields) -> Topic:
    names = {"name_ky": f"{slug} (ky)", "name_ru": f"{slug} (ru)"}
    return Topic.objects.get_or_create(slug=slug, defaults={**names, **fields})[0]


def draft(author=None, *, topics=None, territories=(), step="Собрать сход", **fields) -> Practice:
    """A draft in Russian that lacks nothing."""
    texts = {
        "language": "ru",
        "title_ru": "Свет на трёх улицах",
        "summary_ru": "Поставили фонари, вечером стало спокойно.",
        "problem_ru": "По вечерам было темно.",
        "solution_ru": "Собрали деньги и поставили фонари.",
        "place_note_ru": "Три села",
    }
    practice = Practice.objects.create(author=author or person(), **{**texts, **fields})
    practice.topics.set([topic("water")] if topics is None else topics)
    practice.territories.set(territories)
    if step:
        practice.steps.create(position=1, title_ru=step)
    return practice


def do(verb, practice, *, by=None, reason="Так решили", **extra) -> Practice:
    """Use a verb of publishing.actions as the person who may."""
    arguments = {"publication": practice, "seen": practice.revision, **extra}
    if verb in ("submit", "recall"):
        getattr(actions, verb)(by=by or practice.author, **arguments)
    else:
        if verb == "withdraw":
            arguments.setdefault("kind", "outdated")
        getattr(actions, verb)(by=by or moderator(), reason=reason, **arguments)
    return practice


def practice(status="draft", author=None, **fields) -> Practice:
    """A complete practice, led to the status by the same actions as people use."""
    made = draft(author, **fields)
    curator = moderator() if len(WAYS[status]) > 1 else None
    for verb in WAYS[status]:
        do(verb, made, by=None if verb == "submit" else curator)
    return made


def published_quickly(number=1, **fields) -> list[Practice]:
    """Published practices with their entries, without the walk through the queue."""
    made = []
    for count in range(1, number + 1):
        practice = draft(**{"title_ru": f"Практика {count}", **fields})
        practice.status, practice.published_at = "published", practice.created_at
        practice.save()
        catalogue.put(practice.catalogue_card())
        made.append(practice)
    return made
