import re

import pytest
from django.core.management import call_command

from places import facts, loading, naming
from places.models import Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    return {row["slug"]: row for file_rows in loading.read_files() for row in file_rows}


def test_files_name_all_oblasts_districts_and_cities(rows):
    current = [row for row in rows.values() if not row["valid_to"]]
    kinds = [row["kind"] for row in current]
    assert kinds.count("oblast") + kinds.count("republican_city") == 9
    assert kinds.count("district") == 40
    # 34 cities of the country: 14 of oblast and 18 of district significance, and the two republican ones.
    assert kinds.count("city") + kinds.count("republican_city") == 34


def test_files_agree_with_themselves(rows):
    codes = [row["coate"] for row in rows.values() if row["coate"]]
    assert len(codes) == len(set(codes))
    for slug, row in rows.items():
        assert row["name_ru"]
        assert row["name_ky"]
        assert bool(row["status_note_ru"]) == bool(row["status_note_ky"])
        assert row["parent"] in rows or row["kind"] in ("oblast", "republican_city")
        if row["kind"] in ("city", "aiyl_aimak"):
            assert slug == naming.slug_for(row["kind"], row["name_ky"], row["parent"])


def test_no_slug_stands_twice_in_the_files(rows):
    assert sum(len(file_rows) for file_rows in loading.read_files()) == len(rows)


def test_names_are_pure_cyrillic(rows):
    for row in rows.values():
        assert not re.search(r"[A-Za-z]", row["name_ru"] + row["name_ky"])


def test_load_places_adds_all_units_in_a_few_queries_and_says_so(rows, capsys, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        call_command("load_places")
    assert Territory.objects.count() == len(rows)
    assert f"Places: {len(rows)} added" in capsys.readouterr().out
    bagysh = Territory.objects.with_parents().get(slug="suzak-bagysh")
    assert bagysh.path == "/jalal-abad/suzak/suzak-bagysh/"
    assert bagysh.status_note_ky
    assert Territory.objects.get(slug="osh-city").population == 484937


def test_load_places_again_changes_nothing(rows, capsys, django_assert_max_num_queries):
    call_command("load_places", verbosity=0)
    with django_assert_max_num_queries(4):
        call_command("load_places")
    assert capsys.readouterr().out == (
        "Places: 0 added, 0 filled in, 0 set back to the files, 0 changed by curators and left, "
        f"{len(rows)} the same.\n"
    )


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("Жалал-Абад шаары", "manas-shaary"),
        ("Исфана", "razzakov-shaary"),
        ("Кара-Бууринский район", "aitmatov"),
    ],
)
def test_former_names_lead_to_present_units(former, present):
    call_command("load_places", verbosity=0)
    found = Territory.objects.matching(former).former()
    assert [unit.present.slug for unit in found] == [present]


def test_load_places_leaves_what_curators_changed_unless_told(capsys):
    call_command("load_places", verbosity=0)
    unit = Territory.objects.get(slug="suzak")
    unit.name_ru, unit.population = "Сузакский район (новый)", 5
    unit.save()
    call_command("load_places", verbosity=2)
    assert "1 changed by curators and left" in (told := capsys.readouterr().out)
    assert "Left as they are: suzak" in told
    unit.refresh_from_db()
    assert unit.population == 5
    call_command("load_places", overwrite=True)
    unit.refresh_from_db()
    assert (unit.name_ru, unit.population) == ("Сузакский район", None)


def test_load_places_never_revives_what_curators_ended():
    call_command("load_places", verbosity=0)
    unit = Territory.objects.get(slug="suzak-bagysh")
    unit.valid_to = "2025-01-01"
    unit.save()
    call_command("load_places", overwrite=True, verbosity=0)
    assert not Territory.objects.get(slug="suzak-bagysh").is_current


def test_load_places_recognises_by_code_a_unit_with_another_address(make):
    oblast = make("jalal-abad", "oblast", coate="41703000000000")
    make("suzak-raionu", "district", oblast, coate="41703220000000")
    call_command("load_places", verbosity=0)
    assert not Territory.objects.filter(slug="suzak").exists()
    assert Territory.objects.get(slug="suzak-bagysh").parent.slug == "suzak-raionu"


@pytest.mark.parametrize(("slug", "relief", "languages"), [
    ("naryn-rayon", "mountains", ["ky"]), ("ozgon-shaary", "", ["ky", "uz"]), ("moskva", "valley", []),
    ("kemin", "", []), ("suzak-bagysh", "", []),
])
def test_load_places_knows_the_relief_and_languages_that_are_beyond_doubt(slug, relief, languages):
    call_command("load_places", verbosity=0)
    unit = Territory.objects.get(slug=slug)
    assert (unit.relief, unit.languages) == (relief, languages)


def test_load_places_fills_in_what_an_older_copy_could_not_know_and_overwrites_no_answer(capsys):
    call_command("load_places", verbosity=0)
    Territory.objects.filter(slug="osh-city").update(relief="", languages=[])
    Territory.objects.filter(slug="naryn-rayon").update(relief="foothills")
    call_command("load_places")
    assert "0 added, 1 filled in, 0 set back to the files, 1 changed by curators" in capsys.readouterr().out
    osh, naryn = Territory.objects.get(slug="osh-city"), Territory.objects.get(slug="naryn-rayon")
    assert (osh.relief, osh.languages, naryn.relief) == ("valley", ["ky", "ru", "uz"], "foothills")


def test_files_hold_relief_and_languages_that_can_be_read(rows):
    for row in rows.values():
        facts.relief(row["relief"])
        facts.languages(row["languages"])
