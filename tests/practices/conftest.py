import pytest

from places import choices


@pytest.fixture(autouse=True)
def _fresh_choices():
    choices.forget()
    yield
    choices.forget()
