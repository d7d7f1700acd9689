import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.urls import reverse

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def staff(person):
    return person(is_staff=True, is_superuser=True)


def code_of(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def enrol(client):
    """Switch the app on through the pages and return its secret."""
    address = reverse("mfa_activate_totp")
    question = client.get(address)
    if question.status_code == 302:
        client.post(question.url, {"password": PASSWORD})
    secret = client.get(address).context["form"].secret
    assert client.post(address, {"code": code_of(secret)}).status_code == 302
    return secret


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def test_staff_without_second_factor_reach_only_enrolment(client, staff):
    client.force_login(staff)
    for address in (ADMIN, f"{ADMIN}accounts/user/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("mfa_activate_totp"))


def test_post_to_the_administration_without_second_factor_changes_nothing(client, staff, person):
    other = person("bek@aimak.kg")
    client.force_login(staff)
    client.post(f"{ADMIN}accounts/user/{other.pk}/change/", {"is_staff": "on", "full_name": "x"})
    other.refresh_from_db()
    assert not other.is_staff


def test_enrolled_staff_enter_after_showing_the_code(client, staff, language):
    client.force_login(staff)
    secret = enrol(client)
    client.post(reverse("account_logout"))
    assert sign_in(client, staff).url == reverse("mfa_authenticate")
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.get(ADMIN).status_code == 302, "the password alone is not enough"
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(ADMIN).status_code == 200


def test_enrolled_staff_of_a_session_without_code_are_asked_for_it(client, staff):
    auth.TOTP.activate(staff, auth.generate_totp_secret())
    client.force_login(staff)
    answer = client.get(ADMIN)
    assert answer.url.startswith(reverse("mfa_reauthenticate")) and "next=%2Fadmin%2F" in answer.url


def test_code_shown_once_is_void_when_the_factor_is_removed(client, staff):
    client.force_login(staff)
    enrol(client)
    Authenticator.objects.all().delete()
    assert client.get(ADMIN).url.startswith(reverse("mfa_activate_totp"))


def test_spare_codes_are_shown_and_made_anew(client, staff, language):
    client.force_login(staff)
    enrol(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    codes = page.context["unused_codes"]
    assert len(codes) == 10 and codes[0] in page.content.decode()
    for name in ("index", "generate_recovery_codes", "deactivate_totp", "download_recovery_codes"):
        assert client.get(reverse(f"mfa_{name}")).status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))
    assert client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"] != codes


def test_member_without_staff_rights_is_told_that_the_administration_is_not_open(client, person):
    client.force_login(person())
    for address in (ADMIN, f"{ADMIN}login/", f"{ADMIN}practices/practice/"):
        assert client.get(address).status_code == 403


def test_stranger_is_led_to_the_common_sign_in(client):
    answer = client.get(ADMIN, follow=True)
    assert answer.redirect_chain[-1][0].startswith(("/ky/account/login/", "/ru/account/login/"))


def test_demonstration_copy_goes_without(client, staff, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(staff)
    assert client.get(ADMIN).status_code == 200


@pytest.mark.parametrize("name", ["home", "accounts:profile", "accounts:colleagues", "practices:list"])
def test_staff_without_the_second_factor_reach_only_its_pages(client, staff, language, name):
    client.force_login(staff)
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("mfa_activate_totp"))


def test_page_that_sets_the_second_factor_up_and_sign_out_stay_open(client, staff, language):
    client.force_login(staff)
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    assert client.post(reverse("account_logout")).status_code == 302


def test_member_needs_no_second_factor(client, person, language):
    client.force_login(person())
    assert client.get(reverse("accounts:profile")).status_code == 200
