import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from accounts import roles
from accounts.models import Post

pytestmark = pytest.mark.django_db


def codes_of(name):
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Group.objects.get(name=name).permissions.select_related("content_type")
    }


def test_every_permission_named_exists():
    assert roles.sync() == []


def test_groups_hold_exactly_what_the_list_names():
    group = Group.objects.create(name="curator")
    group.permissions.add(Permission.objects.get(codename="change_user"))
    roles.sync()
    roles.sync()
    for name, wanted in roles.ROLES.items():
        assert codes_of(name) == wanted


def test_unknown_permission_is_named_and_the_rest_is_written():
    lacking = roles.sync({"curator": {"accounts.vouch_user", "accounts.fly_user", "nowhere.view_x"}})
    assert lacking == ["accounts.fly_user", "nowhere.view_x"]
    assert codes_of("curator") == {"accounts.vouch_user"}


def test_command_fails_on_an_unknown_permission(monkeypatch):
    call_command("sync_roles", verbosity=0)
    monkeypatch.setitem(roles.ROLES, "curator", {"accounts.fly_user"})
    with pytest.raises(CommandError, match=r"accounts\.fly_user"):
        call_command("sync_roles", verbosity=0)


@pytest.mark.parametrize("role", ["expert", "practices_curator", "curator"])
def test_only_administrators_touch_people_and_groups(role):
    touching = {code for code in roles.ROLES[role] if code.startswith(("accounts.", "auth."))}
    assert touching <= {"accounts.vouch_user"}


def test_nobody_may_change_the_log():
    for wanted in roles.ROLES.values():
        assert not {code for code in wanted if code.endswith("_moderationevent")} - {
            "publishing.view_moderationevent"
        }


def test_posts_are_loaded_once_in_both_languages():
    call_command("load_posts", verbosity=0)
    Post.objects.filter(slug="mayor").update(name_ru="Другое")
    call_command("load_posts", verbosity=0)
    assert Post.objects.count() == 24
    mayor = Post.objects.get(slug="mayor")
    assert (mayor.name_ky, mayor.name_ru, mayor.body_kind) == ("Шаардын мэри", "Мэр города", "city_hall")
    assert not Post.objects.filter(name_ky="") and not Post.objects.filter(name_ru=None)
    assert [post.slug for post in Post.objects.all()][:2] == ["head", "deputy-head"]
