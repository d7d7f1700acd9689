from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import factories

# Speed is measured in bench/; here a slow machine must not fail a property.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    """What one test wrote must not be shown to the next from the memory of the process."""
    settings.KEPT_SECONDS = 0


@pytest.fixture(autouse=True)
def _default_language(settings):
    """No test inherits the language of the page that the one before it opened."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def selects():
    """Tells whether the block reads from the database exactly so many times."""
    @contextmanager
    def exactly(number):
        with CaptureQueriesContext(connection) as queries:
            yield
        read = [query["sql"] for query in queries if query["sql"].lstrip("( ").startswith("SELECT")]
        assert len(read) == number, "\n\n".join(read)
    return exactly


@pytest.fixture
def root(client):
    """The client is a superuser, whom every page of the administration is open to."""
    user = factories.person("root", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def speak(client, settings):
    """Chooses the language of pages whose address has none, as a press on its name does."""
    def in_language(language):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return in_language
