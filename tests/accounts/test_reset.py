import time

import pytest
from django.urls import reverse

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "эмгек кылсаң эр жетерсиң"


@pytest.fixture
def ask(client, language):
    return lambda email="aida@aimak.kg", **extra: client.post(
        reverse("account_reset_password"), {"email": email}, **extra
    )


@pytest.fixture
def link(ask, person, letters):
    person()
    ask()
    return path_in(letters[0])


def path_in(letter):
    return next(word for word in letter.body.split() if "/password/reset/key/" in word).removeprefix("http://testserver")


def set_password(client, path):
    """Follow the link and send a new password; True if it was taken."""
    page = client.get(path, follow=True)
    form_path = page.redirect_chain[-1][0] if page.redirect_chain else path
    return client.post(form_path, {"password1": NEW}).status_code == 302


def test_known_and_unknown_address_get_the_same_answer(ask, person, letters):
    person()
    known, unknown = ask(), ask("nobody@aimak.kg")
    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url == reverse("account_reset_password_done")
    assert ["/password/reset/key/" in letter.body for letter in letters] == [True, False]


def test_at_most_three_letters_an_hour_and_the_same_page(ask, person, letters):
    person()
    answers = [ask(REMOTE_ADDR=f"203.0.113.{number}") for number in range(10)]
    assert {answer.url for answer in answers} == {reverse("account_reset_password_done")}
    assert len(letters) == 3


def test_link_sets_a_password_once(client, link, django_user_model):
    assert set_password(client, link)
    assert django_user_model.objects.get().check_password(NEW)
    assert not set_password(client, link)


def test_key_is_not_in_the_address_of_the_form(client, link):
    page = client.get(link, follow=True)
    key = link.rstrip("/").rpartition("-")[2]
    assert page.status_code == 200
    assert key not in page.redirect_chain[-1][0] and key not in page.content.decode()


def test_link_is_dead_after_an_hour(client, link, time_machine):
    time_machine.move_to(time.time(), tick=False)
    time_machine.shift(3590)
    assert client.get(link, follow=True).context.get("token_fail") is None
    time_machine.shift(20)
    assert client.get(link, follow=True).context["token_fail"]


def test_link_is_dead_after_another_change_of_the_password(client, link, django_user_model):
    user = django_user_model.objects.get()
    user.set_password("совсем другие слова")
    user.save()
    assert not set_password(client, link)


def test_link_opens_no_other_account(client, link, person):
    other = person("bek@aimak.kg")
    uid, _, key = link.rstrip("/").rpartition("/")[2].partition("-")
    foreign = reverse("account_reset_password_from_key", args=["a", key]).replace("/a-", f"/{other.pk:x}-")
    assert foreign != link and not set_password(client, foreign)
    other.refresh_from_db()
    assert other.check_password(PASSWORD)


def test_reset_ends_all_sessions(client, person, ask, letters):
    signed_in = client.__class__()
    signed_in.force_login(person())
    ask()
    assert set_password(client, path_in(letters[0]))
    assert signed_in.get(reverse("accounts:profile")).status_code == 302


def test_weak_new_password_is_refused(client, link):
    page = client.get(link, follow=True)
    answer = client.post(page.redirect_chain[-1][0], {"password1": "Портал2026"})
    assert answer.status_code == 200 and "password1" in answer.context["form"].errors
