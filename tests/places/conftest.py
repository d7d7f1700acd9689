from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model

from places import choices
from places.models import Territory

OBLAST, DISTRICT, CITY, AIMAK = "oblast", "district", "city", "aiyl_aimak"


@pytest.fixture(autouse=True)
def _fresh_choices():
    choices.forget()


@pytest.fixture
def make(db):
    def territory(slug, kind=AIMAK, parent=None, name_ru=None, name_ky=None, **fields):
        names = {"name_ru": name_ru or f"{slug} ru", "name_ky": name_ky or f"{slug} ky"}
        return Territory.objects.create(slug=slug, kind=kind, parent=parent, **names, **fields)

    return territory


@pytest.fixture
def country(make):
    """Two oblasts with a district each, a city, three aiyl aimaks and Bishkek."""
    unit = SimpleNamespace()
    unit.bishkek = make("bishkek", "republican_city", None, "г. Бишкек", "Бишкек шаары")
    unit.chui = make("chui", OBLAST, None, "Чуйская область", "Чүй облусу", coate="41708000000000")
    unit.moskva = make(
        "moskva", DISTRICT, unit.chui, "Московский район", "Москва району", coate="41708217000000"
    )
    unit.aleksandrovka = make(
        "moskva-aleksandrovka", AIMAK, unit.moskva, "Александровский айылный аймак",
        "Александровка айыл аймагы",
    )
    unit.kant = make("kant-shaary", CITY, unit.chui, "г. Кант", "Кант шаары")
    unit.jalal_abad = make(
        "jalal-abad", OBLAST, None, "Джалал-Абадская область", "Жалал-Абад облусу", coate="41703000000000"
    )
    unit.suzak = make(
        "suzak", DISTRICT, unit.jalal_abad, "Сузакский район", "Сузак району", coate="41703220000000"
    )
    unit.bagysh = make(
        "suzak-bagysh", AIMAK, unit.suzak, "Багышский айылный аймак", "Багыш айыл аймагы",
        coate="41703220851000",
    )
    unit.barpy = make("suzak-barpy", AIMAK, unit.suzak, "Барпинский айылный аймак", "Барпы айыл аймагы")
    return unit


@pytest.fixture
def curator(db):
    return get_user_model().objects.create_superuser("curator@example.org", password="only-for-tests")
