import time

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.urls import reverse
from django.utils import translation

from accounts.adapter import UNDO_SALT
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["ru", "ky"])
@pytest.mark.parametrize("reader", ["ru", "ky"])
def test_letter_is_in_the_language_of_the_reader(client, person, letters, page, reader):
    person(language=reader)
    client.post(f"/{page}/account/password/reset/", {"email": "aida@aimak.kg"})
    assert f"http://testserver/{reader}/account/password/reset/key/" in letters[0].body
    with translation.override(reader):
        assert letters[0].subject == translation.gettext("A new password for the portal")


def test_letter_to_a_stranger_is_in_the_language_of_the_page(client, letters, language):
    client.post(f"/{language}/account/password/reset/", {"email": "nobody@aimak.kg"})
    assert f"http://testserver/{language}/account/signup/" in letters[0].body


def test_language_of_the_page_survives_a_letter_in_another(client, person):
    person(language="ru")
    answer = client.post("/ky/account/password/reset/", {"email": "aida@aimak.kg"}, follow=True)
    assert answer.request["PATH_INFO"] == "/ky/account/password/reset/done/"


def test_letters_name_our_host_whatever_was_asked_for(client, person, letters, settings):
    settings.ALLOWED_HOSTS = ["*"]
    person()
    client.post("/ru/account/password/reset/", {"email": "aida@aimak.kg"}, HTTP_HOST="evil.example")
    assert "evil.example" not in letters[0].body and "http://testserver/" in letters[0].body


def test_name_in_a_letter_is_plain_text(client, person, letters, signup_data):
    person(full_name="<b>&'")
    client.post("/ru/account/password/reset/", {"email": "aida@aimak.kg"})
    assert "&lt;" not in letters[0].body and "&#" not in letters[0].body


@pytest.fixture
def changed(client, person, letters, language):
    """Asks for a new address with the password and follows the link of the letter."""
    user = person(language=language)
    client.force_login(user)
    question = client.post(reverse("account_email"), {"action_add": "", "email": "new@aimak.kg"})
    client.post(question.url, {"password": PASSWORD})
    link = next(word for word in letters[-1].body.split() if "/confirm-email/" in word)
    assert letters[-1].to == ["new@aimak.kg"]
    user.refresh_from_db()
    assert user.email == "aida@aimak.kg", "nothing changes before the confirmation"
    client.post(link.removeprefix("http://testserver"))
    user.refresh_from_db()
    return user


def test_change_of_address_asks_for_the_password(client, person, letters, language):
    user = person()
    client.force_login(user)
    answer = client.post(reverse("account_email"), {"action_add": "", "email": "new@aimak.kg"})
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate"))
    assert not letters
    assert client.post(answer.url, {"password": "не тот пароль"}).status_code == 200
    client.post(answer.url, {"password": PASSWORD})
    assert letters[-1].to == ["new@aimak.kg"]


def test_former_address_is_told_and_may_undo(client, changed, letters):
    assert changed.email == "new@aimak.kg"
    assert letters[-1].to == ["aida@aimak.kg"]
    link = next(word for word in letters[-1].body.split() if "/email/undo/" in word)
    path = link.removeprefix("http://testserver")
    mailbox = client.__class__()
    assert mailbox.get(path).status_code == 200
    changed.refresh_from_db()
    assert changed.email == "new@aimak.kg", "opening the link changes nothing"
    assert mailbox.post(path).url == reverse("account_reset_password")
    changed.refresh_from_db()
    assert changed.email == "aida@aimak.kg" and not changed.has_usable_password()
    addresses = EmailAddress.objects.values_list("email", "verified", "primary")
    assert list(addresses) == [("aida@aimak.kg", True, True)]
    assert client.get(reverse("accounts:profile")).status_code == 302, "the intruder is signed out"
    assert mailbox.get(path).context["former"] == ""


def test_undo_is_possible_for_a_day(time_machine, client, changed, letters):
    time_machine.move_to(time.time(), tick=False)
    link = next(word for word in letters[-1].body.split() if "/email/undo/" in word)
    path = link.removeprefix("http://testserver")
    time_machine.shift(24 * 3600 - 60)
    assert client.get(path).context["former"] == "aida@aimak.kg"
    time_machine.shift(120)
    client.post(path)
    changed.refresh_from_db()
    assert changed.email == "new@aimak.kg"


def test_undo_with_a_forged_token_changes_nothing(client, person, language):
    user = person()
    token = signing.dumps([user.pk, "evil@aimak.kg", user.email], salt="another")
    assert signing.loads(token, salt="another") and UNDO_SALT != "another"
    client.post(reverse("accounts:undo_email", args=[token]))
    user.refresh_from_db()
    assert user.email == "aida@aimak.kg"
