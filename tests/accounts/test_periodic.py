from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import periodic
from accounts.models import Notification, User
from jobs.schedule import registry

pytestmark = pytest.mark.django_db


def test_jobs_are_on_the_schedule():
    assert {"accounts.forget_kept_texts", "accounts.forget_the_past"} <= registry.keys()


def test_registration_nobody_confirmed_goes_after_a_week(person):
    def registered(email, days, **fields):
        return person(email, date_joined=timezone.now() - timedelta(days=days), **fields)
    registered("old@aimak.kg", 8, confirmed=False)
    kept = [
        registered("fresh@aimak.kg", 6, confirmed=False), registered("confirmed@aimak.kg", 8),
        registered("staff@aimak.kg", 8, confirmed=False, is_staff=True),
        registered("active@aimak.kg", 8, confirmed=False, last_login=timezone.now()),
    ]
    periodic.forget_the_past()
    assert set(User.objects.all()) == set(kept)


def test_old_sessions_and_notices_read_long_ago_go(person, client):
    user, now = person(), timezone.now()
    for days in (400, 300, None):
        read_at = now - timedelta(days=days) if days else None
        Notification.objects.create(recipient=user, kind="vouched", read_at=read_at)
    Session.objects.create(session_key="ended", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="alive", expire_date=now + timedelta(minutes=1))
    periodic.forget_the_past()
    assert Notification.objects.count() == 2
    assert [session.pk for session in Session.objects.all()] == ["alive"]
