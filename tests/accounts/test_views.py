import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Notification, User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

OPEN_PAGES = [
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done", "account_email_verification_sent", "account_inactive",
    "accounts:deleted",
]
OWN_PAGES = [
    "accounts:profile", "accounts:inbox", "accounts:delete", "account_email", "account_change_password",
    "mfa_index", "account_logout", "account_reauthenticate",
]


def html(answer):
    return answer.content.decode()


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_page_without_account_is_open(client, language, name):
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in html(page) and html(page).count("<h1") == 1


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_opens_for_its_owner(client, person, language, name):
    client.force_login(person())
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in html(page) and html(page).count("<h1") == 1


@pytest.mark.parametrize("name", [*OWN_PAGES[:6], "accounts:colleagues"])
def test_own_page_leads_strangers_to_sign_in(client, language, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))


def test_links_that_no_longer_work_say_so(client, language):
    for address in (
        reverse("account_confirm_email", args=["x:y:z"]),
        reverse("account_reset_password_from_key", args=["1", "x-y"]),
        reverse("accounts:undo_email", args=["x:y:z"]),
    ):
        page = client.get(address)
        assert page.status_code == 200 and html(page).count("<h1") == 1


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_page_with_errors_says_so_first(client, language, name):
    page = client.post(reverse(name), {})
    assert page.status_code == 200
    assert 'role="alert"' in html(page) and 'aria-invalid="true"' in html(page)


@pytest.mark.parametrize("name", ["account_login", "account_signup", "accounts:profile", "accounts:delete"])
def test_page_has_no_inline_style_or_script(client, person, language, name):
    if name.startswith("accounts:"):
        client.force_login(person())
    page = html(client.get(reverse(name)))
    assert " style=" not in page and "<script>" not in page and " onclick=" not in page


def test_profile_saves_own_data_and_nothing_else(client, person, territory, post, language):
    user, place = person(), territory()
    client.force_login(user)
    answer = client.post(reverse("accounts:profile"), {
        "full_name": "Аида Жаңы", "language": "ru", "territory": place.pk, "post": post.pk,
        "since": "1.09.2025",
        "email": "evil@aimak.kg", "is_staff": "1", "vouched_on": "2026-01-01", "is_superuser": "1",
    })
    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.full_name, user.language, user.territory) == ("Аида Жаңы", "ru", place)
    assert (user.email, user.is_staff, user.is_verified) == ("aida@aimak.kg", False, False)
    assert str(user.current_holding.since) == "2025-09-01"
    assert 'value="01.09.2025"' in html(client.get(reverse("accounts:profile")))


def test_profile_keeps_what_was_typed_wrong(client, person, language):
    client.force_login(person())
    data = {"full_name": "Аида Ж", "language": "xx", "since": "вчера"}
    page = client.post(reverse("accounts:profile"), data)
    assert page.context["form"].errors.keys() == {"language", "since"}
    assert 'value="Аида Ж"' in html(page) and 'value="вчера"' in html(page)


def test_profile_of_verified_official_says_so(client, person, curator, territory, language):
    user = person(territory=territory())
    client.force_login(user)
    assert "tag--amber" in html(client.get(reverse("accounts:profile")))
    actions.vouch(person=user, by=curator)
    page = html(client.get(reverse("accounts:profile")))
    assert "tag--green" in page and "tag--amber" not in page


def test_inbox_shows_own_notices_by_pages(client, person, language):
    user, other = person(), person("bek@aimak.kg")
    for number in range(21):
        actions.notify(recipient=user, kind="vouched", params={"by": f"Куратор {number}"}, path="/profile/")
    actions.notify(recipient=other, kind="vouched", params={"by": "Бөтөн"})
    client.force_login(user)
    first, second = (client.get(reverse("accounts:inbox"), {"page": page}) for page in (1, 2))
    assert "Куратор 20" in html(first) and "Куратор 0" not in html(first)
    assert "Куратор 0" in html(second) and "Бөтөн" not in html(first) + html(second)
    assert f'href="/{language}/profile/"' in html(first)
    assert client.get(reverse("accounts:inbox"), {"page": "zz"}).status_code == 200


def test_inbox_takes_the_same_number_of_queries_for_any_number_of_notices(
    client, person, django_assert_num_queries, language
):
    user = person()
    client.force_login(user)
    for wanted in (1, 10):
        while user.notifications.count() < wanted:
            actions.notify(recipient=user, kind="vouched", params={"by": "К"})
        with django_assert_num_queries(7):
            client.get(reverse("accounts:inbox"))


def test_notice_is_marked_read_by_its_owner_only(client, person, language):
    user, other = person(), person("bek@aimak.kg")
    for recipient in (user, user, other):
        actions.notify(recipient=recipient, kind="vouched", params={"by": "К"})
    mine, foreign = user.notifications.first(), other.notifications.get()
    client.force_login(user)
    assert client.get(reverse("accounts:mark_read", args=[mine.pk]))["Location"] == reverse("accounts:inbox")
    assert user.notifications.unread().count() == 2, "opening the address of a button changes nothing"
    assert client.post(reverse("accounts:mark_read", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("accounts:mark_read", args=[mine.pk])).status_code == 302
    assert set(Notification.objects.unread().values_list("recipient", flat=True)) == {user.pk, other.pk}
    assert user.notifications.unread().count() == 1
    client.post(reverse("accounts:mark_all_read"))
    assert not user.notifications.unread().exists() and other.notifications.unread().exists()


@pytest.fixture
def official(person, curator, territory):
    place = territory()
    return person("bek@aimak.kg", territory=place, vouched_by=curator, vouched_on=timezone.localdate())


def test_official_sees_and_confirms_colleagues_nearby(client, official, person, territory, language):
    near = person("near@aimak.kg", full_name="Жакын", territory=official.territory)
    far = person("far@aimak.kg", full_name="Алыс", territory=territory("naryn", name="Нарын"))
    person("unconfirmed@aimak.kg", full_name="Тастыкталбаган", territory=official.territory, confirmed=False)
    client.force_login(official)
    page = html(client.get(reverse("accounts:colleagues")))
    assert "Жакын" in page and "Алыс" not in page and "Тастыкталбаган" not in page
    assert "near@aimak.kg" not in page
    assert client.post(reverse("accounts:vouch", args=[near.pk])).status_code == 302
    assert client.post(reverse("accounts:vouch", args=[far.pk])).status_code == 404
    near.refresh_from_db(), far.refresh_from_db()
    assert near.is_verified and not far.is_verified
    assert client.post(reverse("accounts:withdraw_vouching", args=[near.pk])).status_code == 302
    near.refresh_from_db()
    assert not near.is_verified


def test_member_does_not_know_of_vouching(client, person, language):
    user, other = person(), person("bek@aimak.kg")
    client.force_login(user)
    assert client.get(reverse("accounts:colleagues")).status_code == 404
    assert client.post(reverse("accounts:vouch", args=[other.pk])).status_code == 404
    assert client.post(reverse("accounts:vouch", args=[999_999])).status_code == 404
    assert client.get(reverse("accounts:vouch", args=[other.pk])).status_code == 302
    other.refresh_from_db()
    assert not other.is_verified


def test_confirmation_of_the_address_tells_the_colleagues(client, official, signup_data, letters, language):
    client.post(reverse("account_signup"), signup_data(territory=str(official.territory_id)))
    assert not official.notifications.exists(), "not before the address is confirmed"
    link = next(word for word in letters[-1].body.split() if "/confirm-email/" in word)
    client.post(link.removeprefix("http://testserver"))
    assert official.notifications.get().kind == "colleague_awaits"


def test_account_is_deleted_only_with_the_password(client, person, language):
    user = person()
    client.force_login(user)
    assert client.get(reverse("accounts:delete")).status_code == 200
    assert client.post(reverse("accounts:delete"), {"password": "не тот"}).status_code == 200
    assert User.objects.get().is_active
    assert client.post(reverse("accounts:delete"), {"password": PASSWORD}).url == reverse("accounts:deleted")
    assert not User.objects.get().is_active
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_deletion_signs_out_everywhere(client, person, language):
    user, other_device = person(), Client()
    client.force_login(user)
    other_device.force_login(user)
    client.post(reverse("accounts:delete"), {"password": PASSWORD})
    assert other_device.get(reverse("accounts:profile")).status_code == 302


def test_deleted_account_is_named_in_the_language_of_the_page(person, language):
    user = person()
    actions.delete_account(person=user)
    assert str(user) and "aida" not in str(user).lower() and "@" not in str(user)
