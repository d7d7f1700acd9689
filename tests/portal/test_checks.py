import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connection

from accounts.demo import DEMO_EMAILS
from accounts.models import User
from portal import preparation, webserver
from portal.checks import database_knows_letters, no_demo_accounts

pytestmark = pytest.mark.django_db
HERE = ["default"]


@pytest.fixture
def demo_person(settings):
    settings.DEMO = False
    return User.objects.create_user(email=sorted(DEMO_EMAILS)[0], password="x")


def test_demo_account_of_a_real_portal_is_an_error(demo_person):
    assert [error.id for error in no_demo_accounts(databases=HERE)] == ["portal.E001"]


def test_demo_account_that_is_deactivated_is_none(demo_person):
    User.objects.update(is_active=False)
    assert no_demo_accounts(databases=HERE) == []


def test_demo_account_of_a_demonstration_copy_is_none(demo_person, settings):
    settings.DEMO = True
    assert no_demo_accounts(databases=HERE) == []


def test_other_accounts_are_none(demo_person):
    User.objects.update(email="somebody@example.kg")
    assert no_demo_accounts(databases=HERE) == []


def test_database_of_the_tests_knows_its_letters():
    assert database_knows_letters(databases=HERE) == []


def test_questions_to_the_database_are_asked_only_when_it_may_be_asked(demo_person, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = checks.run_checks(tags=["start"], include_deployment_checks=True)
    assert found == []


def test_web_server_does_not_start_with_demo_accounts(demo_person, monkeypatch):
    # Otherwise the transaction of this test would be gone with its connection.
    monkeypatch.setattr(webserver.connections, "close_all", lambda: None)
    with pytest.raises(SystemExit, match="demo accounts"):
        webserver.on_starting(None)
    User.objects.update(is_active=False)
    webserver.on_starting(None)


def test_preparation_refuses_demo_accounts(demo_person):
    with pytest.raises(preparation.Unfit, match="demo accounts"):
        preparation.refuse_unfit_database()
    User.objects.update(is_active=False)
    preparation.refuse_unfit_database()


def test_preparation_names_a_database_that_is_away_in_one_line(monkeypatch):
    def away():
        raise OperationalError('connection to server at "db" failed: Connection refused\n\tIs the server running?\n')

    monkeypatch.setattr(connection, "ensure_connection", away)
    with pytest.raises(preparation.Unfit) as refusal:
        preparation.prepare(lambda name, detail: None)
    expected = 'The database does not answer: connection to server at "db" failed: Connection refused'
    assert str(refusal.value) == expected


def test_deployment_check_finds_demo_accounts(demo_person):
    with pytest.raises(SystemCheckError, match="portal.E001"):
        call_command("check", deploy=True, databases=HERE)
