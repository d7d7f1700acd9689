from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import Notification, Post, PostHolding, User

pytestmark = pytest.mark.django_db


def refused(act):
    """Run the write and tell whether the database refused it."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("typed", ["AIDA@Aimak.KG", "ａｉｄａ@aimak.kg", " aida@aimak.kg "])
def test_email_is_stored_in_one_spelling(typed):
    assert User.objects.create_user(typed).email == "aida@aimak.kg"


def test_email_of_international_domain_is_stored_in_ascii():
    assert User.objects.create_user("aida@аймак.кг").email == "aida@xn--80aa0afi.xn--c1an"


def test_email_not_in_normal_form_is_refused_by_the_database(person):
    user = person()
    assert refused(lambda: User.objects.filter(pk=user.pk).update(email="Aida@aimak.kg"))
    assert refused(lambda: User.objects.filter(pk=user.pk).update(email="ａida@aimak.kg"))
    assert not refused(lambda: User.objects.filter(pk=user.pk).update(email="other@aimak.kg"))


def test_second_account_with_the_same_address_is_refused(person):
    person("aida@aimak.kg")
    assert refused(lambda: User.objects.create_user("AIDA@aimak.kg"))
    assert not refused(lambda: User.objects.create_user("bek@aimak.kg"))


def test_account_without_address_is_refused():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_superuser_enters_the_administration():
    user = User.objects.create_superuser("root@aimak.kg", "x")
    assert user.is_staff and user.is_superuser and user.is_active


@pytest.mark.parametrize(("code", "is_refused"), [("ky", False), ("ru", False), ("en", True), ("", True)])
def test_language_is_one_of_two(person, code, is_refused):
    user = person()
    assert refused(lambda: User.objects.filter(pk=user.pk).update(language=code)) is is_refused


def test_vouching_needs_a_date(person):
    user, other = person(), person("bek@aimak.kg")
    people = User.objects.filter(pk=user.pk)
    assert refused(lambda: people.update(vouched_by=other))
    assert not refused(lambda: people.update(vouched_by=other, vouched_on=date(2026, 5, 1)))


def test_vouching_outlives_the_account_of_who_vouched(person):
    user, other = person(), person("bek@aimak.kg")
    User.objects.filter(pk=user.pk).update(vouched_by=other, vouched_on=date(2026, 5, 1))
    other.delete()
    user.refresh_from_db()
    assert user.is_verified and user.vouched_by is None


def test_nobody_vouches_for_themselves(person):
    user, other = person(), person("bek@aimak.kg")
    people = User.objects.filter(pk=user.pk)
    assert refused(lambda: people.update(vouched_by=user, vouched_on=date(2026, 5, 1)))
    assert not refused(lambda: people.update(vouched_by=other, vouched_on=date(2026, 5, 1)))


def test_deleted_account_keeps_no_name_and_no_access(person):
    user = User.objects.filter(pk=person().pk)
    today = date(2026, 5, 1)
    assert refused(lambda: user.update(left_on=today))
    assert refused(lambda: user.update(left_on=today, full_name=""))
    assert not refused(lambda: user.update(left_on=today, full_name="", is_active=False))


def test_person_without_name_shows_no_whole_address(person):
    assert str(person(full_name="")) == "aida"


def test_territory_in_use_is_not_deleted(person, territory):
    place = territory()
    person(territory=place)
    with pytest.raises(ProtectedError):
        place.delete()


@pytest.mark.parametrize(("kind", "is_refused"), [("kenesh", False), ("ministry", True)])
def test_post_is_of_a_known_kind_of_body(kind, is_refused):
    assert refused(lambda: Post.objects.create(slug="x", name="X", body_kind=kind)) is is_refused


def test_slug_of_a_post_is_unique(post):
    assert refused(lambda: Post.objects.create(slug="head", name="X", body_kind="other"))
    assert not refused(lambda: Post.objects.create(slug="other", name="X", body_kind="other"))


def test_holding_ends_after_it_starts(person, post, territory):
    user, place = person(), territory()
    def hold(**days):
        return lambda: PostHolding.objects.create(user=user, post=post, territory=place, **days)
    assert refused(hold(since=date(2026, 5, 2), until=date(2026, 5, 1)))
    assert not refused(hold(since=date(2026, 5, 1), until=date(2026, 5, 1)))
    assert not refused(hold(until=date(2026, 5, 1)))


def test_post_is_held_once_at_a_time(person, post, territory):
    user, place = person(), territory()
    holding = PostHolding.objects.create(user=user, post=post, territory=place)
    def again():
        PostHolding.objects.create(user=user, post=post, territory=place)
    assert refused(again)
    PostHolding.objects.filter(pk=holding.pk).update(until=date(2026, 1, 1))
    assert not refused(again)


def test_event_with_a_key_is_told_once_to_each(person):
    user, other = person(), person("bek@aimak.kg")
    def tell(recipient, key):
        return lambda: Notification.objects.create(recipient=recipient, kind="vouched", key=key)
    assert not refused(tell(user, "event-1"))
    assert refused(tell(user, "event-1"))
    assert not refused(tell(other, "event-1"))
    assert not refused(tell(user, "")) and not refused(tell(user, ""))


@pytest.mark.parametrize(
    ("path", "is_refused"),
    [("", False), ("/practices/1-a/", False), ("//evil.example", True), ("https://evil.example", True)],
)
def test_notification_leads_inside_the_portal(person, path, is_refused):
    user = person()
    act = lambda: Notification.objects.create(recipient=user, kind="vouched", path=path)  # noqa: E731
    assert refused(act) is is_refused
