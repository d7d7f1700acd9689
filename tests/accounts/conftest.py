import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail, signing
from django.utils import translation

from accounts import roles
from accounts.forms import SignupForm
from accounts.models import Post, User
from places import choices
from places.models import Territory

PASSWORD = "төрт сөз бир катарда"


@pytest.fixture(autouse=True)
def _letters_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    choices.forget()
    yield
    choices.forget()


@pytest.fixture
def territory(db):
    """Makes a territory; parents are named by object."""
    def make(slug="chui", kind="oblast", parent=None, name="Чүй"):
        return Territory.objects.create(
            slug=slug, kind=kind, parent=parent, name_ky=name, name_ru=f"{name} (ru)"
        )
    return make


@pytest.fixture
def person(db):
    """Makes a person with a confirmed address."""
    def make(email="aida@aimak.kg", *, confirmed=True, password=PASSWORD, **fields):
        user = User.objects.create_user(email, password, **{"full_name": "Аида Асанова", **fields})
        EmailAddress.objects.create(user=user, email=user.email, verified=confirmed, primary=True)
        return user
    return make


@pytest.fixture
def post(db):
    return Post.objects.create(slug="head", name_ky="Башчы", name_ru="Глава", body_kind="aiyl_okmotu")


@pytest.fixture
def signup_data():
    """Makes what a person sends from the registration page half a minute after opening it."""
    def make(seconds=30, **fields):
        opened = signing.dumps(time.time() - seconds, salt=SignupForm.salt)
        return {
            "full_name": "Аида Асанова", "email": "aida@aimak.kg", "password1": PASSWORD, "language": "ky",
            "territory": "", "post": "", "website": "", "opened": opened, **fields,
        }
    return make


@pytest.fixture
def letters():
    return mail.outbox


@pytest.fixture(params=["ky", "ru"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def curator(person):
    roles.sync()
    user = person("curator@portal.kg", full_name="Куратор", is_staff=True)
    user.groups.set([Group.objects.get(name="curator")])
    return user
