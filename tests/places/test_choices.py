import datetime
from types import SimpleNamespace

import pytest

from places import choices
from places.choices import territory_choices
from places.models import Territory


def test_choices_are_grouped_by_oblast_in_one_query(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        groups = territory_choices("ru", value="slug")
    assert groups == [
        ("bishkek", "г. Бишкек"),
        (
            "Джалал-Абадская область",
            [
                ("jalal-abad", "Джалал-Абадская область"),
                ("suzak", "Сузакский район"),
                ("suzak-bagysh", "Багышский айылный аймак — Сузакский район"),
                ("suzak-barpy", "Барпинский айылный аймак — Сузакский район"),
            ],
        ),
        (
            "Чуйская область",
            [
                ("chui", "Чуйская область"),
                ("moskva", "Московский район"),
                ("kant-shaary", "г. Кант"),
                ("moskva-aleksandrovka", "Александровский айылный аймак — Московский район"),
            ],
        ),
    ]


def test_choices_follow_the_language_and_give_keys_by_default(country):
    groups = territory_choices("ky")
    assert [group[0] if isinstance(group[1], list) else group[1] for group in groups] == [
        "Бишкек шаары", "Жалал-Абад облусу", "Чүй облусу"
    ]
    assert groups[0] == (country.bishkek.pk, "Бишкек шаары")


def test_choices_leave_out_villages_and_former_units(country, make):
    make("village", "village", country.bagysh)
    make("former", "district", country.chui, valid_to=datetime.date(2020, 1, 1))
    offered = str(territory_choices("ru", value="slug"))
    assert "village" not in offered
    assert "former" not in offered


def test_choices_are_kept_for_a_minute_for_each_language(country, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(choices, "time", SimpleNamespace(monotonic=lambda: now[0]))
    now = [0]
    first = territory_choices("ru")
    with django_assert_num_queries(1):
        territory_choices("ky")
    with django_assert_num_queries(0):
        now[0] = 59
        assert territory_choices("ru") is first
    with django_assert_num_queries(1):
        now[0] = 61
        territory_choices("ru")
    with django_assert_num_queries(1):
        choices.forget()
        territory_choices("ru")


@pytest.mark.parametrize("number", [1, 10])
def test_choices_take_one_query_however_many_units(country, make, number, django_assert_num_queries):
    for index in range(number):
        make(f"unit-{index}", "aiyl_aimak", country.suzak)
    with django_assert_num_queries(1):
        groups = territory_choices("ru")
    assert sum(len(group[1]) for group in groups if isinstance(group[1], list)) == 8 + number


@pytest.mark.django_db
def test_choices_of_an_empty_country_are_empty():
    assert territory_choices("ky") == []
    assert not Territory.objects.exists()
