"""How tests take part in the exchange under a practice."""

from uuid import uuid4

from allauth.account.models import EmailAddress

from accounts.models import Post, PostHolding
from practices.exchange import actions
from practices.models import PracticeComment
from tests import factories


def talker(name="talker", place=None, **fields):
    """A person whose address is confirmed; with a place, also their post there, and a colleague's word for it."""
    if place:
        fields = {"territory": place, "vouched_on": "2026-01-01", **fields}
    person = factories.person(name, **fields)
    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    if place:
        post, _new = Post.objects.get_or_create(
            slug="head", defaults={"name_ky": "Башчы", "name_ru": "Глава", "body_kind": "other"}
        )
        PostHolding.objects.get_or_create(user=person, post=post, territory=place)
    return person


def place(slug, **fields):
    return factories.territory(slug, **fields)


def published(author="writer", **fields):
    """A published practice whose author takes part in the exchange."""
    return factories.practice("published", talker(author), **fields)


def say(practice, by, text="Сколько это стоило?", kind="question", answers=None, language="ru", key=None):
    return actions.write(
        practice=practice, by=by, kind=kind, text=text, language=language, form_key=key or uuid4(), answers=answers
    )


def form(text="Сколько это стоило?", **fields):
    """What the browser sends of the form."""
    return {"form_key": uuid4(), "kind": "question", "language": "ru", "text": text, **fields}


def fresh(remark):
    return PracticeComment.objects.get(pk=remark.pk)


def age(remark, **hours):
    """Make the remark older than it is."""
    PracticeComment.objects.filter(pk=remark.pk).update(**hours)
    return fresh(remark)
