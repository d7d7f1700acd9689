import pytest
from django.core.management import call_command

from accounts import roles
from accounts.demo import DEMO_EMAILS, DEMO_PASSWORD, load_demo_people
from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(territory):
    roles.sync()
    call_command("load_posts", verbosity=0)
    chui = territory("chui", name="Чүй")
    territory("moskva-aleksandrovka", "aiyl_aimak", chui, "Александровка")
    return load_demo_people()


def test_accounts_are_made_once(demo):
    again = load_demo_people()
    assert set(again) == DEMO_EMAILS == set(User.objects.values_list("email", flat=True))
    assert [user.pk for user in again.values()] == [user.pk for user in demo.values()]


def test_member_is_a_verified_official_with_a_post(demo):
    member = demo["member@example.org"]
    assert member.is_verified and member.territory.slug == "moskva-aleksandrovka"
    assert member.current_holding.post.slug == "secretary-ao"
    load_demo_people()
    assert member.holdings.count() == 1


def test_roles_are_given(demo):
    assert demo["curator@example.org"].has_perm("practices.moderate_practice")
    assert demo["curator@example.org"].is_staff and not demo["curator@example.org"].is_superuser
    assert demo["admin@example.org"].is_superuser
    assert not demo["expert@example.org"].is_staff
    assert [group.name for group in demo["expert@example.org"].groups.all()] == ["expert"]


def test_names_are_roles(demo):
    assert all("(демо)" in user.full_name for user in demo.values())


def test_everybody_signs_in_at_once(demo, client, language):
    for email in DEMO_EMAILS:
        client.logout()
        client.post(f"/{language}/account/login/", {"login": email, "password": DEMO_PASSWORD})
        assert client.get(f"/{language}/profile/").status_code == 200


def test_accounts_are_made_without_places_and_posts_too(db):
    roles.sync()
    assert load_demo_people()["member@example.org"].territory is None
