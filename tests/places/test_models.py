import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from language.alphabet import sort_key
from places.models import Territory

DAY = datetime.date(2025, 1, 1)
NEXT_DAY = datetime.date(2025, 1, 2)


def slugs(units):
    return [unit.slug for unit in units]


def change(unit, **values):
    """Write straight into the table, past save() and forms."""
    with transaction.atomic():
        Territory.objects.filter(pk=unit.pk).update(**values)


@pytest.mark.parametrize(
    ("good", "bad", "constraint"),
    [
        ({"slug": "ak-suu-2"}, {"slug": "Ак-Суу"}, "territory_slug_is_plain"),
        ({"slug": "a"}, {"slug": "ak--suu"}, "territory_slug_is_plain"),
        ({"slug": "a-b"}, {"slug": "-ak"}, "territory_slug_is_plain"),
        ({"slug": "ak"}, {"slug": ""}, "territory_slug_is_plain"),
        ({"coate": "41708217809000"}, {"coate": "4170821780900"}, "territory_coate_has_14_digits"),
        ({"coate": None}, {"coate": "4170821780900X"}, "territory_coate_has_14_digits"),
        ({"coate": None}, {"coate": ""}, "territory_coate_has_14_digits"),
        ({"kind": "village"}, {"kind": "kolkhoz"}, "territory_kind_is_known"),
        ({"population": 0}, {"population": -1}, "population"),
        ({"population": None}, {"population": -5}, "population"),
        ({"valid_from": DAY, "valid_to": NEXT_DAY}, {"valid_to": DAY}, "begins_before_it_ends"),
        ({"valid_from": DAY}, {"valid_from": NEXT_DAY, "valid_to": DAY}, "begins_before_it_ends"),
        ({"lon": 74.5, "lat": 42.8}, {"lat": None}, "territory_point_is_whole"),
        ({"lon": None, "lat": None}, {"lat": 42.8}, "territory_point_is_whole"),
        ({"lon": -180, "lat": 90}, {"lon": 74.5, "lat": 91}, "territory_point_is_whole"),
    ],
)
def test_constraint_lets_good_values_in_and_keeps_bad_ones_out(make, good, bad, constraint):
    unit = make("unit")
    change(unit, **good)
    with pytest.raises(IntegrityError, match=constraint):
        change(unit, **bad)


def test_slug_and_code_are_unique_and_missing_codes_are_not(make):
    make("one", coate="41708217809000")
    make("two", coate=None)
    make("three", coate=None)
    with pytest.raises(IntegrityError, match="coate"), transaction.atomic():
        make("four", coate="41708217809000")
    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        make("one")


@pytest.mark.parametrize(
    ("field", "constraint"),
    [("parent", "territory_is_not_its_own_parent"), ("successor", "territory_is_not_its_own_successor")],
)
def test_unit_is_not_its_own_parent_or_successor(make, field, constraint):
    unit, other = make("unit", valid_to=DAY), make("other")
    change(unit, **{field: other})
    with pytest.raises(IntegrityError, match=constraint):
        change(unit, **{field: unit})


def test_successor_needs_the_day_of_the_end(make):
    unit, other = make("unit"), make("other")
    with pytest.raises(IntegrityError, match="territory_with_successor_has_ended"):
        change(unit, successor=other)
    change(unit, successor=other, valid_to=DAY)
    change(unit, successor=None)


def test_unit_that_others_are_part_of_cannot_be_deleted(country):
    with pytest.raises(IntegrityError):
        country.suzak.delete()
    country.kant.delete()


def test_save_fills_path_sort_keys_and_names(country):
    unit = Territory.objects.get(slug="moskva-aleksandrovka")
    assert unit.path == "/chui/moskva/moskva-aleksandrovka/"
    assert unit.sort_ky == sort_key("Александровка айыл аймагы")
    assert unit.sort_ru == sort_key("Александровский айылный аймак")
    assert " александровский" in unit.search_names
    assert country.kant.sort_ru == sort_key("Кант")


def test_save_with_update_fields_keeps_what_follows_from_them(country):
    unit = country.bagysh
    unit.name_ru = "Ясный айылный аймак"
    unit.save(update_fields=["name_ru"])
    assert slugs(Territory.objects.matching("ясный")) == ["suzak-bagysh"]
    assert slugs(Territory.objects.within(country.suzak).alphabetical("ru"))[-1] == "suzak-bagysh"


def test_paths_of_everything_below_follow_a_new_parent_and_a_new_slug(country):
    country.suzak.parent, country.suzak.slug = country.chui, "new-suzak"
    country.suzak.save()
    country.bagysh.refresh_from_db()
    country.aleksandrovka.refresh_from_db()
    assert country.bagysh.path == "/chui/new-suzak/suzak-bagysh/"
    assert country.aleksandrovka.path == "/chui/moskva/moskva-aleksandrovka/"


def test_path_of_a_neighbour_with_a_longer_slug_stays(make):
    osh = make("osh", "oblast")
    other = make("osh-city", "republican_city")
    osh.slug = "osh-oblast"
    osh.save()
    other.refresh_from_db()
    assert other.path == "/osh-city/"


def test_unit_cannot_be_saved_below_itself(country):
    country.suzak.parent = country.bagysh
    with pytest.raises(ValueError, match="part of itself"):
        country.suzak.save()


def test_form_refuses_a_place_below_itself_and_a_circle_of_successors(country):
    country.suzak.parent = country.bagysh
    with pytest.raises(ValidationError) as error:
        country.suzak.full_clean()
    assert "parent" in error.value.message_dict
    change(country.bagysh, successor=country.barpy, valid_to=DAY)
    country.barpy.successor, country.barpy.valid_to = country.bagysh, DAY
    country.barpy.successor.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        country.barpy.full_clean()
    assert "successor" in error.value.message_dict


def test_form_accepts_good_units(country):
    for unit in vars(country).values():
        unit.full_clean()


def test_within_takes_the_unit_and_everything_below(country):
    units = Territory.objects.within(country.jalal_abad)
    assert set(slugs(units)) == {"jalal-abad", "suzak", "suzak-bagysh", "suzak-barpy"}
    assert slugs(Territory.objects.within(country.bagysh)) == ["suzak-bagysh"]


def test_within_uses_the_index_of_paths(country):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, values = Territory.objects.within(country.suzak).order_by().query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "territory_path_prefix" in plan


def test_covered_by_takes_former_units_that_became_part(country, make):
    former = make("suzak-kyzyl-tuu", parent=country.jalal_abad, valid_to=DAY, successor=country.bagysh)
    make("suzak-older", parent=country.jalal_abad, valid_to=DAY, successor=former)
    assert set(slugs(Territory.objects.covered_by(country.bagysh))) == {
        "suzak-bagysh", "suzak-kyzyl-tuu", "suzak-older"
    }


def test_current_ends_on_the_day_and_begins_on_the_day(make):
    make("ended", valid_to=NEXT_DAY)
    make("new", valid_from=NEXT_DAY)
    make("always")
    with time_machine.travel("2025-01-01 12:00+06:00"):
        assert set(slugs(Territory.objects.current())) == {"ended", "always"}
        assert slugs(Territory.objects.former()) == []
    with time_machine.travel("2025-01-01 18:30+00:00"):  # already the 2nd in Bishkek
        assert set(slugs(Territory.objects.current())) == {"new", "always"}
        assert slugs(Territory.objects.former()) == ["ended"]
        assert [unit.is_current for unit in Territory.objects.order_by("slug")] == [True, False, True]
    assert set(slugs(Territory.objects.current(on=DAY))) == {"ended", "always"}


def test_with_note_takes_notes_in_either_language(make):
    make("without", status_note_ru="", status_note_ky=None)
    make("kyrgyz", status_note_ky="такталууда")
    make("russian", status_note_ru="уточняется")
    assert set(slugs(Territory.objects.with_note())) == {"kyrgyz", "russian"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Багыш", ["suzak-bagysh"]),
        ("багышский айыльный аймак", ["suzak-bagysh"]),
        ("Сузакского района", ["suzak"]),
        ("жалал-абад", ["jalal-abad"]),
        ("Джалал-Абадская", ["jalal-abad"]),
        ("Жалалабад", ["jalal-abad"]),
        ("чуй", ["chui"]),
        ("Чүй облусу", ["chui"]),
        ("г. Кант", ["kant-shaary"]),
        ("kant", ["kant-shaary"]),
        ("41703220851000", ["suzak-bagysh"]),
        ("абадская", ["jalal-abad"]),
        ("бадская", []),
        ("50%_", []),
        ("", []),
        ("№ —", []),
    ],
)
def test_matching_finds_by_beginnings_of_words_in_both_languages(country, text, found):
    assert slugs(Territory.objects.matching(text)) == found


def test_matching_by_the_kind_alone_finds_all_of_the_kind(country):
    assert set(slugs(Territory.objects.matching("район"))) == {"moskva", "suzak"}


def test_former_name_is_found_and_leads_to_the_present_unit(country, make):
    middle = make("middle", "city", country.jalal_abad, valid_to=NEXT_DAY, successor=country.kant)
    make(
        "isfana-shaary", "city", country.jalal_abad, "г. Исфана", "Исфана шаары",
        valid_to=DAY, successor=middle,
    )
    found = Territory.objects.matching("исфана").get()
    assert not found.is_current
    assert found.present == country.kant
    assert country.kant.present == country.kant


def test_present_stops_in_a_circle_and_after_ten_steps(make):
    one, two = make("one", valid_to=DAY), make("two", valid_to=DAY)
    change(one, successor=two)
    change(two, successor=one)
    assert Territory.objects.get(slug="one").present == two
    chain = [make(f"step-{number}", valid_to=DAY) for number in range(15)]
    for unit, following in zip(chain, chain[1:], strict=False):
        change(unit, successor=following)
    assert Territory.objects.get(slug="step-0").present.slug == "step-10"


def test_alphabetical_follows_the_kyrgyz_alphabet_and_leaves_out_the_kind(make):
    for number, name in enumerate(["Өзгөн шаары", "Ош шаары", "Талас шаары", "Аксы району", "Ак-Суу району"]):
        make(f"unit-{number}", "city", name_ky=name, name_ru=f"г. {name}")
    expected = ["Ак-Суу району", "Аксы району", "Ош шаары", "Өзгөн шаары", "Талас шаары"]
    assert [unit.name_ky for unit in Territory.objects.all()] == expected
    assert [unit.name_ky for unit in Territory.objects.alphabetical("ru")] == expected


def test_russian_order_skips_the_abbreviation_of_a_city(country):
    order = slugs(Territory.objects.alphabetical("ru").exclude(kind="aiyl_aimak"))
    assert order == ["bishkek", "jalal-abad", "kant-shaary", "moskva", "suzak", "chui"]


def test_names_follow_the_language_and_the_full_name_takes_one_query(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        unit = Territory.objects.with_parents().get(slug="suzak-bagysh")
        with translation.override("ru"):
            assert str(unit) == "Багышский айылный аймак"
            assert unit.full_name == "Багышский айылный аймак, Сузакский район, Джалал-Абадская область"
        with translation.override("ky"):
            assert unit.full_name == "Багыш айыл аймагы, Сузак району, Жалал-Абад облусу"
    assert unit.display_kind


def test_name_in_one_language_serves_both(make):
    unit = Territory.objects.create(slug="only-russian", kind="village", name_ru="с. Ясное")
    with translation.override("ky"):
        assert str(unit) == "с. Ясное"
    assert Territory.objects.get().sort_ky == Territory.objects.get().sort_ru != ""
