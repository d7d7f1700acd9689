from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts import actions
from accounts.models import Notification, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(territory):
    """An oblast with a district of two aimaks, and another oblast."""
    chui = territory("chui", name="Чүй")
    moskva = territory("moskva", "district", chui, "Москва")
    return {
        "chui": chui, "moskva": moskva, "naryn": territory("naryn", name="Нарын"),
        "aimak": territory("moskva-a", "aiyl_aimak", moskva, "А"),
        "neighbour": territory("moskva-b", "aiyl_aimak", moskva, "Б"),
    }


@pytest.fixture
def official(person, curator):
    def make(email, territory, **fields):
        return person(email, territory=territory, vouched_by=curator, vouched_on=date(2026, 1, 1), **fields)
    return make


@pytest.mark.parametrize(
    ("place", "may"),
    [("aimak", True), ("moskva", True), ("chui", True), ("neighbour", False), ("naryn", False)],
)
def test_official_vouches_for_own_territory_and_below(country, person, official, place, may):
    newcomer, colleague = person(territory=country["aimak"]), official("bek@aimak.kg", country[place])
    if may:
        assert actions.vouch(person=newcomer, by=colleague)
    else:
        with pytest.raises(actions.NotAllowed):
            actions.vouch(person=newcomer, by=colleague)
    newcomer.refresh_from_db()
    assert newcomer.is_verified is may
    assert newcomer.vouched_by == (colleague if may else None)


def test_unverified_or_blocked_colleague_does_not_vouch(country, person, official):
    newcomer = person(territory=country["aimak"])
    unverified = person("u@aimak.kg", territory=country["aimak"])
    blocked = official("b@aimak.kg", country["aimak"], is_active=False)
    for colleague in (unverified, blocked):
        with pytest.raises(actions.NotAllowed):
            actions.vouch(person=newcomer, by=colleague)


def test_curator_vouches_anywhere_but_not_for_themselves(country, person, curator):
    assert actions.vouch(person=person(territory=country["naryn"]), by=curator)
    with pytest.raises(actions.NotAllowed):
        actions.vouch(person=curator, by=curator)


def test_second_vouching_changes_nothing(country, person, curator, official):
    newcomer = person(territory=country["aimak"])
    assert actions.vouch(person=newcomer, by=official("bek@aimak.kg", country["aimak"]))
    stale = User.objects.get(pk=newcomer.pk)
    assert not actions.vouch(person=stale, by=curator)
    newcomer.refresh_from_db()
    assert newcomer.vouched_by.email == "bek@aimak.kg"
    assert newcomer.notifications.count() == 1


def test_vouching_is_withdrawn_by_who_gave_it_or_by_a_curator(country, person, curator, official):
    giver = official("bek@aimak.kg", country["aimak"])
    bystander = official("other@aimak.kg", country["aimak"])
    newcomer = official("new@aimak.kg", country["aimak"])
    User.objects.filter(pk=newcomer.pk).update(vouched_by=giver)
    newcomer.refresh_from_db()
    with pytest.raises(actions.NotAllowed):
        actions.withdraw_vouching(person=newcomer, by=bystander)
    assert actions.withdraw_vouching(person=newcomer, by=giver)
    assert not newcomer.is_verified
    assert [notice.kind for notice in newcomer.notifications.all()] == ["vouching_withdrawn"]
    actions.vouch(person=newcomer, by=giver)
    assert actions.withdraw_vouching(person=newcomer, by=curator)


def test_person_whose_voucher_is_gone_is_not_withdrawn_by_anybody(country, person):
    orphan = person(territory=country["aimak"], vouched_on=date(2026, 1, 1))
    with pytest.raises(actions.NotAllowed):
        actions.withdraw_vouching(person=orphan, by=person("bek@aimak.kg"))


def test_colleagues_of_the_territory_are_told_once_of_a_newcomer(country, person, official, curator):
    colleague = official("bek@aimak.kg", country["aimak"], full_name="Бек")
    newcomer = person(territory=country["aimak"])
    actions.ask_to_be_vouched_for(person=newcomer)
    actions.ask_to_be_vouched_for(person=newcomer)
    assert [notice.kind for notice in colleague.notifications.all()] == ["colleague_awaits"]
    assert not curator.notifications.exists()


def test_curators_are_told_where_nobody_is_verified(country, person, curator):
    actions.ask_to_be_vouched_for(person=person(territory=country["naryn"]))
    assert curator.notifications.get().params == {"name": "Аида Асанова"}


def test_nobody_is_told_of_people_without_territory(person, curator):
    actions.ask_to_be_vouched_for(person=person())
    assert not Notification.objects.exists()


def test_move_to_another_territory_ends_vouching_and_post(country, official, post):
    user = official("bek@aimak.kg", country["aimak"])
    actions.hold_post(person=user, post=post, since=date(2025, 1, 1))
    user.full_name = "Бек Жаңы"
    actions.change_profile(person=user, post=post, since=date(2025, 1, 1))
    user.refresh_from_db()
    assert user.is_verified, "a new name alone changes nothing"
    user.territory = country["naryn"]
    actions.change_profile(person=user, post=post)
    user.refresh_from_db()
    assert not user.is_verified and user.current_holding.territory == country["naryn"]
    former = user.holdings.get(territory=country["aimak"])
    assert former.until == timezone.localdate()


def test_saving_the_same_post_again_makes_no_second_holding(country, person, post):
    user = person(territory=country["aimak"])
    actions.hold_post(person=user, post=post)
    actions.hold_post(person=user, post=post, since=date(2025, 1, 1))
    assert user.holdings.get().since == date(2025, 1, 1)
    actions.hold_post(person=user, post=None)
    assert user.holdings.get().until == timezone.localdate()


def test_post_that_begins_later_is_forgotten_when_given_up(country, person, post):
    user = person(territory=country["aimak"])
    actions.hold_post(person=user, post=post, since=date(2100, 1, 1))
    actions.hold_post(person=user, post=None)
    assert not user.holdings.exists()


def test_deleted_account_leaves_a_row_without_a_person(country, curator, official, post):
    user = official("bek@aimak.kg", country["aimak"], full_name="Бек Усенов")
    pupil = official("new@aimak.kg", country["aimak"])
    User.objects.filter(pk=pupil.pk).update(vouched_by=user)
    actions.hold_post(person=user, post=post)
    actions.notify(recipient=user, kind="vouched", params={"by": "x"})
    user.groups.set(curator.groups.all())
    actions.delete_account(person=user)
    user.refresh_from_db()
    assert "bek" not in user.email and user.email.endswith("@deleted.invalid")
    assert (user.full_name, user.territory, user.is_active, user.is_verified) == ("", None, False, False)
    assert not user.has_usable_password() and user.left_on == timezone.localdate()
    assert not (user.holdings.exists() or user.notifications.exists() or user.groups.exists())
    assert not EmailAddress.objects.filter(user=user).exists()
    pupil.refresh_from_db()
    assert pupil.is_verified, "those for whom the person vouched stay confirmed"


def test_address_of_a_deleted_account_is_free_again(person):
    actions.delete_account(person=person())
    assert person("aida@aimak.kg").pk


def test_former_address_taken_by_another_is_not_given_back(person):
    user = person("new@aimak.kg")
    person("aida@aimak.kg")
    assert not actions.restore_email(person=user, email="aida@aimak.kg")
    user.refresh_from_db()
    assert user.email == "new@aimak.kg" and user.has_usable_password()
