import re

import pytest
from django.urls import reverse

from places.models import Territory

LIST = "admin:places_territory_changelist"


@pytest.fixture
def staff(client, curator):
    client.force_login(curator)
    return client


def listed(response):
    return {unit.slug for unit in response.context["cl"].queryset}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "багышский"}, {"suzak-bagysh"}),
        ({"q": "41703220851000"}, {"suzak-bagysh"}),
        ({"kind__exact": "city"}, {"kant-shaary"}),
        ({"state": "former"}, {"former"}),
        ({"state": "doubtful"}, {"former"}),
        ({"state": "current", "kind__exact": "district"}, {"moskva", "suzak"}),
        ({"kind__exact": "district"}, {"moskva", "suzak", "former"}),
    ],
)
def test_list_is_searched_and_filtered(staff, country, make, query, found):
    make("former", "district", country.chui, valid_to="2020-01-01", status_note_ru="нет")
    assert listed(staff.get(reverse(LIST), query)) == found


@pytest.mark.parametrize("number", [1, 10])
def test_list_takes_the_same_queries_however_many_units(
    staff, country, make, number, django_assert_max_num_queries
):
    for index in range(number):
        make(f"unit-{index}", "aiyl_aimak", country.suzak)
    with django_assert_max_num_queries(8):
        staff.get(reverse(LIST))


def test_parent_is_found_by_typing(staff, country):
    response = staff.get(
        reverse("admin:autocomplete"),
        {"term": "Сузакский", "app_label": "places", "model_name": "territory", "field_name": "parent"},
    )
    assert [result["id"] for result in response.json()["results"]] == [str(country.suzak.pk)]


def form_values(**values):
    return {
        "name_ky": "Атабек айыл аймагы", "name_ru": "Атабековский айылный аймак", "kind": "aiyl_aimak",
        "slug": "suzak-atabek", "coate": "", "valid_from": "", "valid_to": "", "parent": "", "successor": "",
        "status_note_ky": "", "status_note_ru": "", "population": "", "relief": "", "lon": "", "lat": "", **values,
    }


def test_unit_is_added_with_everything_that_follows_from_it(staff, country):
    response = staff.post(reverse("admin:places_territory_add"), form_values(parent=country.suzak.pk))
    assert response.status_code == 302, response.context["errors"]
    unit = Territory.objects.get(slug="suzak-atabek")
    assert unit.path == "/jalal-abad/suzak/suzak-atabek/"
    assert unit.coate is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_ru": ""}, "name_ru"),
        ({"coate": "123"}, None),
        ({"slug": "Сузак"}, "slug"),
        ({"slug": "Suzak"}, None),
        ({"successor": "SUZAK"}, None),
        ({"lon": "74"}, None),
    ],
)
def test_form_tells_what_is_wrong(staff, country, values, field):
    values = {key: country.suzak.pk if value == "SUZAK" else value for key, value in values.items()}
    response = staff.post(reverse("admin:places_territory_add"), form_values(**values))
    errors = response.context["adminform"].form.errors
    assert list(errors) == [field or "__all__"]


def test_what_is_compared_is_kept_by_the_administrator(staff, country):
    values = {"parent": country.suzak.pk, "relief": "mountains", "languages": ["ky", "uz"], "population": "6200"}
    response = staff.post(reverse("admin:places_territory_add"), form_values(**values))
    assert response.status_code == 302, response.context["errors"]
    unit = Territory.objects.get(slug="suzak-atabek")
    assert (unit.relief, unit.languages, unit.population) == ("mountains", ["ky", "uz"], 6200)
    html = staff.get(reverse("admin:places_territory_change", args=[unit.pk])).content.decode()
    boxes = re.findall(r"<input[^>]+name=\"languages\"[^>]*>", html)
    assert [re.search(r'value="(\w+)"', box)[1] for box in boxes if "checked" in box] == ["ky", "uz"]
    assert len(boxes) == len(Territory.Language.values)


@pytest.mark.parametrize("values", [{"relief": "sea"}, {"languages": ["en"]}])
def test_relief_and_languages_are_chosen_and_not_typed(staff, country, values):
    response = staff.post(reverse("admin:places_territory_add"), form_values(**values))
    assert list(response.context["adminform"].form.errors) == list(values)


def test_list_is_filtered_by_relief(staff, country):
    country.suzak.relief = "foothills"
    country.suzak.save()
    assert listed(staff.get(reverse(LIST), {"relief__exact": "foothills"})) == {"suzak"}
