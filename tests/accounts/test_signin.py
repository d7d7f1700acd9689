import statistics
import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client, language):
    def send(email="aida@aimak.kg", password=PASSWORD, place="203.0.113.5", **query):
        return client.post(
            reverse("account_login", query=query), {"login": email, "password": password}, REMOTE_ADDR=place
        )
    return send


def test_right_password_leads_to_my_page(person, client, sign_in):
    person()
    assert sign_in().url == reverse("accounts:profile")
    assert client.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.parametrize("typed", ["AIDA@AIMAK.KG", "ａｉｄａ@aimak.kg", "aida@aimak.kg "])
def test_address_may_be_typed_otherwise(person, sign_in, typed):
    person()
    assert sign_in(typed).status_code == 302


def test_wrong_password_and_unknown_address_get_the_same_page(person, sign_in):
    person()
    wrong, unknown = sign_in(password="другие слова тут"), sign_in(email="nobody@aimak.kg")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert 'value="nobody@aimak.kg"' in unknown.content.decode()


def test_unknown_address_takes_as_long_as_a_wrong_password(person, client, settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.ThriftyArgon2"]
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": ""}
    person()

    def median(email):
        taken = []
        for _attempt in range(7):
            start = time.perf_counter()
            client.post("/ru/account/login/", {"login": email, "password": "x"})
            taken.append(time.perf_counter() - start)
        return statistics.median(taken)

    assert abs(median("aida@aimak.kg") - median("nobody@aimak.kg")) < 0.05


def test_sixth_failure_locks_the_place_and_not_the_person(person, sign_in):
    person()
    for _attempt in range(5):
        assert sign_in(password="другие слова тут").status_code == 200
    locked = sign_in()
    assert locked.status_code == 429 and locked["Retry-After"] == "900"
    assert "15" in locked.content.decode()
    assert sign_in(place="198.51.100.7").status_code == 302


def test_lock_ends_after_fifteen_minutes(person, sign_in, time_machine):
    person()
    time_machine.move_to("2026-11-24 10:00", tick=False)
    for _attempt in range(5):
        sign_in(password="другие слова тут")
    time_machine.move_to("2026-11-24 10:14", tick=False)
    assert sign_in().status_code == 429
    time_machine.move_to("2026-11-24 10:16", tick=False)
    assert sign_in().status_code == 302


def fill_cache(number):
    """Keep so many other limits in the cache, none of them ended, all after the real ones in its order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_cache (cache_key, value, expires)"
            " SELECT ':1:zz' || number, '', now() + interval '1 day' FROM generate_series(1, %s) number", [number]
        )


def test_lock_is_not_pushed_out_by_a_flood_of_other_places(person, client):
    def fail(place, email):
        sent = {"login": email, "password": "другие слова тут"}
        return client.post("/ru/account/login/", sent, REMOTE_ADDR=place).status_code

    person()
    for _attempt in range(5):
        fail("203.0.113.5", "aida@aimak.kg")
    fill_cache(100_000)
    assert fail("198.51.100.7", "nobody@aimak.kg") == 200
    assert fail("203.0.113.5", "aida@aimak.kg") == 429


def test_one_password_for_many_people_locks_the_network(sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_network": "12/h/key"}
    answers = [sign_in(f"p{number}@aimak.kg", place=f"203.0.113.{number}") for number in range(13)]
    assert [answer.status_code for answer in answers] == [200] * 12 + [429]
    assert sign_in("p99@aimak.kg", place="198.51.100.7").status_code == 200


def test_many_failures_everywhere_turn_away_only_those_who_failed(person, sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS, "login_failed_total": "4/h/key", "login_failed_alarm": "2/h/key",
    }
    person()
    for number in range(4):
        sign_in(f"p{number}@aimak.kg", place=f"203.0.{number // 2}.1")
    assert sign_in(place="203.0.0.1").status_code == 429
    assert sign_in(place="198.51.100.7").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\thttps://evil.example",
        "javascript:alert(1)", "/%09/evil.example", "https://testserver@evil.example/",
    ],
)
def test_sign_in_leads_nowhere_else(person, sign_in, address):
    person()
    answer = sign_in(next=address)
    assert answer.status_code == 302 and "evil" not in answer.url.partition("?")[0].replace("/%09/evil", "")
    assert answer.url.startswith("/")


def test_session_number_changes_at_sign_in_and_dies_at_sign_out(person, client, sign_in, settings):
    person()
    client.get(reverse("account_login"))
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    sign_in()
    inside = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert inside != before and not Session.objects.filter(pk=before).exists()
    assert client.get(reverse("account_logout")).status_code == 200, "opening the page does not sign out"
    assert client.get(reverse("accounts:profile")).status_code == 200
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(pk=inside).exists()


def test_new_password_ends_other_sessions(person, client, sign_in, django_user_model):
    user = person()
    sign_in()
    other = client.__class__()
    other.force_login(user)
    new = "эмгек кылсаң эр жетерсиң"
    answer = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new})
    assert answer.status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302
    assert django_user_model.objects.get().check_password(new)


def test_new_password_needs_the_present_one(person, client, sign_in):
    user = person()
    sign_in()
    data = {"oldpassword": "не тот пароль", "password1": "эмгек кылсаң эр жетерсиң"}
    page = client.post(reverse("account_change_password"), data)
    assert page.status_code == 200 and page.context["form"].errors.keys() == {"oldpassword"}
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_blocked_person_is_out_at_the_next_request(person, client, sign_in):
    person()
    sign_in()
    User.objects.update(is_active=False)
    assert client.get(reverse("accounts:profile")).status_code == 302
    assert sign_in().url == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200


@pytest.mark.parametrize(("staff", "hours"), [(True, 12), (False, 7 * 24)])
def test_staff_stay_signed_in_for_half_a_day(person, client, sign_in, staff, hours):
    person(is_staff=staff)
    sign_in()
    assert client.session.get_expiry_age() == pytest.approx(hours * 3600, abs=60)


def test_post_without_token_is_refused(person, language):
    person()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("account_login"), {"login": "aida@aimak.kg", "password": PASSWORD})
    assert answer.status_code == 403
