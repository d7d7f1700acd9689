import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from catalogue.models import Topic
from tests import factories
from tests.publishing.admin_pages import change

pytestmark = pytest.mark.django_db
LIST = "/admin/catalogue/topic/"


@pytest.fixture
def curator(client):
    client.force_login(factories.member_of("curator"))
    return client


@pytest.fixture
def colleague(client):
    """Staff whose role says nothing of topics."""
    client.force_login(factories.member_of("practices_curator"))
    return client


def test_curator_sees_and_finds_topics(curator):
    factories.topic("water", name_ky="Ичүүчү суу")
    factories.topic("parks")
    found = curator.get(LIST, {"q": "ичүүчү"})
    assert "water (ru)" in found.content.decode()
    assert "parks" not in found.content.decode()


@pytest.mark.parametrize("address", [f"{LIST}add/", f"{LIST}import/", f"{LIST}process_import/"])
def test_staff_without_the_right_get_nowhere(colleague, address):
    assert colleague.get(address).status_code in (403, 405)
    assert colleague.post(address, {"slug": "x"}).status_code == 403


def test_staff_without_the_right_cannot_import(colleague):
    table = SimpleUploadedFile("topics.csv", b"slug,name_ky,name_ru,position\nevil,x,x,1\n")
    answer = colleague.post(f"{LIST}import/", {"import_file": table, "format": "1", "resource": ""})
    assert answer.status_code == 403
    assert not Topic.objects.exists()


@pytest.mark.parametrize("query", [
    {"name__startswith": "a"}, {"parent__entries__title__regex": ".*"}, {"o": "1.2.-99.x"}, {"p": "-5"}, {"p": "x"},
])
def test_made_up_parameter_of_the_list_is_refused_or_passed_over(curator, query):
    factories.topic("water")
    assert curator.get(LIST, query).status_code in (200, 302, 400)


def test_nul_in_the_search_is_refused(curator):
    assert curator.get(f"{LIST}?q=%00").status_code == 400


def positions(*rows):
    """What the list of topics sends when positions are changed in it."""
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for number, (pk, position) in enumerate(rows):
        data |= {f"form-{number}-id": pk, f"form-{number}-position": position}
    return data


def test_positions_are_changed_in_the_list(curator):
    water = factories.topic("water")
    curator.post(LIST, positions((water.pk, 7)))
    water.refresh_from_db()
    assert water.position == 7


@pytest.mark.parametrize("pk", ["999999", "abc", "", "-1"])
def test_row_that_is_not_in_the_list_changes_nothing(curator, pk):
    water = factories.topic("water")
    answer = curator.post(LIST, positions((pk, 7)))
    assert answer.status_code in (200, 302)
    water.refresh_from_db()
    assert (water.position, Topic.objects.count()) == (0, 1)


def test_topic_in_use_is_never_deleted_by_a_curator(curator):
    practice = factories.draft()
    water = practice.topics.get()
    assert curator.post(f"{LIST}{water.pk}/delete/", {"post": "yes"}).status_code == 403
    assert list(practice.topics.all()) == [water]


def test_third_level_is_refused_with_a_sentence(curator):
    drainage = factories.topic("drainage", parent=factories.topic("water"))
    answer = curator.post(f"{LIST}add/", {
        "slug": "pipes", "name_ky": "Түтүктөр", "name_ru": "Трубы", "parent": drainage.pk, "position": 1,
    })
    assert answer.status_code == 200
    assert "parent" in answer.context["adminform"].form.errors
    assert not Topic.objects.filter(slug="pipes").exists()


def test_topic_is_no_part_of_itself(curator):
    water = factories.topic("water")
    answer = change(curator, f"{LIST}{water.pk}/change/", parent=water.pk)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["parent"]
    water.refresh_from_db()
    assert water.parent is None


def test_topics_are_loaded_once_and_what_curators_changed_stays():
    call_command("load_topics", verbosity=0)
    number = Topic.objects.count()
    assert number > 10
    assert not Topic.objects.filter(name_ky="").exists()
    Topic.objects.filter(slug="water").update(name_ru="Вода", position=99)
    call_command("load_topics", verbosity=0)
    assert Topic.objects.count() == number
    water = Topic.objects.get(slug="water")
    assert (water.name_ru, water.position) == ("Вода", 99)
