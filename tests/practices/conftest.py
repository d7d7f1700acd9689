import pytest

from places import choices
from tests import factories


@pytest.fixture(autouse=True)
def _fresh_choices():
    choices.forget()
    yield
    choices.forget()


@pytest.fixture
def author(client):
    """A person who is signed in."""
    user = factories.person()
    client.force_login(user)
    return user


@pytest.fixture
def practice(author):
    """A draft of the one who is signed in."""
    return factories.draft(author)
