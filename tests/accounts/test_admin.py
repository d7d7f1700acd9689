import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

from accounts import roles
from accounts.models import Notification, User

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def administrator(person, curator):
    user = person("admin@portal.kg", is_staff=True)
    user.groups.set([Group.objects.get(name="administrator")])
    return user


@pytest.fixture
def change(client):
    """Opens the page of a person and sends it back with something changed."""
    def send(user, **fields):
        address = f"{PEOPLE}{user.pk}/change/"
        page = client.get(address)
        if page.status_code != 200:
            return page
        form = page.context["adminform"].form
        data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        data |= {"holdings-TOTAL_FORMS": "0", "holdings-INITIAL_FORMS": "0"}
        return client.post(address, {**data, **fields})
    return send


@pytest.mark.parametrize(
    "path", ["accounts/user/", "auth/group/", "accounts/notification/", "account/emailaddress/"]
)
def test_curator_opens_no_pages_about_people(client, curator, path):
    client.force_login(curator)
    assert client.get(f"/admin/{path}").status_code in (403, 404)


def test_curator_changes_nobody_by_a_crafted_post(client, curator, person):
    user = person()
    client.force_login(curator)
    client.post(f"{PEOPLE}{user.pk}/change/", {"is_staff": "on", "is_superuser": "on", "groups": ["1"]})
    client.post(f"{PEOPLE}{curator.pk}/change/", {"is_superuser": "on"})
    assert not User.objects.filter(is_superuser=True).exists()
    user.refresh_from_db()
    assert not user.is_staff


def test_administrator_blocks_a_person_and_gives_a_role(client, administrator, person, change):
    user, group = person(), Group.objects.get(name="curator")
    client.force_login(administrator)
    answer = change(user, is_staff="on", groups=[group.pk], is_active="")
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.is_staff and list(user.groups.all()) == [group]


def test_administrator_cannot_give_what_they_lack(client, administrator, person, change):
    user = person()
    stronger = Group.objects.create(name="stronger")
    stronger.permissions.add(*Group.objects.get(name="curator").permissions.all())
    stronger.permissions.add(permission("delete_user"))
    client.force_login(administrator)
    answer = change(user, groups=[stronger.pk])
    assert answer.status_code == 200 and "groups" in answer.context["adminform"].form.errors
    change(user, is_superuser="on", password="x", email="evil@aimak.kg", vouched_on="2026-01-01",
           user_permissions=[permission("delete_user").pk])
    user.refresh_from_db()
    assert not (user.is_superuser or user.is_verified or user.user_permissions.exists())
    assert user.email == "aida@aimak.kg"


def permission(codename):
    return Group.permissions.field.related_model.objects.get(codename=codename)


def test_administrator_does_not_touch_a_superuser(client, administrator, person):
    root = person("root@portal.kg", is_staff=True, is_superuser=True)
    client.force_login(administrator)
    client.post(f"{PEOPLE}{root.pk}/change/", {"is_active": ""})
    root.refresh_from_db()
    assert root.is_active and root.is_superuser


def test_password_is_not_shown_and_not_searched(client, administrator, person):
    user = person()
    client.force_login(administrator)
    page = client.get(f"{PEOPLE}{user.pk}/change/").content.decode()
    assert user.password not in page and "password" not in page.partition("<main")[2]
    for query in ("password__startswith=a", "notifications__recipient__password__regex=a"):
        assert client.get(f"{PEOPLE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["", "?q=aida", "?needs_look__exact=1", "?o=-1"])
def test_list_of_people_opens(client, administrator, person, query):
    person(full_name="<img src=x onerror=alert(1)>", needs_look=True)
    client.force_login(administrator)
    page = client.get(f"{PEOPLE}{query}")
    assert page.status_code == 200 and "<img src=x" not in page.content.decode()


def test_accounts_are_neither_made_nor_deleted_by_hand(client, administrator, person):
    user = person()
    client.force_login(administrator)
    assert client.get(f"{PEOPLE}add/").status_code == 403
    assert client.post(f"{PEOPLE}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(PEOPLE, {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()


def test_action_confirms_people_and_takes_it_back(client, administrator, person):
    users = [person(f"p{number}@aimak.kg") for number in range(2)]
    chosen = [user.pk for user in users] + [administrator.pk]
    client.force_login(administrator)
    client.post(PEOPLE, {"action": "vouch", "_selected_action": chosen})
    assert set(User.objects.verified()) == set(users)
    assert Notification.objects.filter(kind="vouched").count() == 2
    client.post(PEOPLE, {"action": "withdraw_vouching", "_selected_action": chosen})
    assert not User.objects.verified().exists()


@pytest.mark.parametrize(("spoken", "message", "line"), [
    ("ru", "Изменено 2 человека.", "Второй шаг входа снят."),
    ("ky", "2 адам өзгөртүлдү.", "Кирүүнүн экинчи кадамы алынып салынды."),
])
def test_second_factor_is_removed_and_the_page_says_of_how_many(
    client, administrator, person, speak, spoken, message, line
):
    enrolled = [person(f"p{number}@aimak.kg") for number in range(2)]
    for user in enrolled:
        for kind in ("totp", "recovery_codes"):
            Authenticator.objects.create(user=user, type=kind, data={})
    chosen = [*enrolled, person("without@aimak.kg")]
    client.force_login(administrator)
    speak(spoken)
    pressed = {"action": "remove_second_factor", "_selected_action": [user.pk for user in chosen]}
    page = client.post(PEOPLE, pressed, follow=True)
    assert [str(said) for said in page.context["messages"]] == [message]
    assert not Authenticator.objects.exists()
    histories = [client.get(f"{PEOPLE}{user.pk}/history/").content.decode() for user in chosen]
    assert [line in html for html in histories] == [True, True, False]


def test_second_factor_of_a_superuser_stays(client, administrator, person):
    root = person("root@portal.kg", is_staff=True, is_superuser=True)
    Authenticator.objects.create(user=root, type="totp", data={})
    client.force_login(administrator)
    client.post(PEOPLE, {"action": "remove_second_factor", "_selected_action": [root.pk]})
    assert Authenticator.objects.filter(user=root).exists()


def test_notices_are_shown_and_never_written(client, administrator, person):
    notice = Notification.objects.create(recipient=person(), kind="vouched", params={"by": "К"})
    client.force_login(administrator)
    address = reverse("admin:accounts_notification_change", args=[notice.pk])
    assert client.get(reverse("admin:accounts_notification_changelist")).status_code == 200
    assert client.get(address).status_code == 200
    assert client.post(address, {"kind": "x"}).status_code == 403


def test_posts_have_pages(client, administrator, post):
    client.force_login(administrator)
    assert client.get("/admin/accounts/post/").status_code == 200
    assert client.get(f"/admin/accounts/post/{post.pk}/change/").status_code == 200


# --- roles by their names -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_roles_are_called_as_people_call_them(client, administrator, person, language):
    client.cookies["django_language"] = language
    client.force_login(administrator)
    boss, gone = person("boss@portal.kg", is_superuser=True, is_staff=True), person()
    for user in (boss, gone):
        user.groups.set(Group.objects.filter(name="practices_curator"))
    with translation.override(language):
        name = roles.name_of(Group.objects.get(name="practices_curator"))
    for address in (PEOPLE, f"{PEOPLE}{gone.pk}/change/", f"{PEOPLE}{boss.pk}/change/", "/admin/auth/group/"):
        html = client.get(address).content.decode()
        assert name in html and "practices_curator" not in html, address


def test_people_are_listed_by_their_role(client, administrator, person):
    user, group = person("one@portal.kg", full_name="Асан Үсөнов"), Group.objects.get(name="curator")
    user.groups.set([group])
    client.force_login(administrator)
    html = client.get(PEOPLE, {"groups__id__exact": group.pk}).content.decode()
    assert "Асан Үсөнов" in html and "admin@portal.kg" not in html.partition('id="result_list"')[2]


def test_every_role_has_a_name():
    assert set(roles.NAMES) == set(roles.ROLES)


def test_group_that_is_not_of_the_code_keeps_its_name():
    assert roles.name_of(Group(name="Меймандар")) == "Меймандар"
