import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from places import actions
from places.models import Territory

DAY = datetime.date(2025, 3, 1)


def test_move_takes_everything_below_along_and_is_logged(country, curator):
    actions.move(country.suzak, to=country.chui, by=curator)
    country.bagysh.refresh_from_db()
    assert country.bagysh.path == "/chui/suzak/suzak-bagysh/"
    entry = LogEntry.objects.get()
    assert (entry.user_id, entry.object_id) == (curator.pk, str(country.suzak.pk))
    assert "Moved" in entry.change_message


def test_move_below_itself_is_refused(country, curator):
    with pytest.raises(ValidationError):
        actions.move(country.suzak, to=country.bagysh, by=curator)
    assert not LogEntry.objects.exists()


def test_rename_keeps_the_unit_and_leaves_its_old_name_leading_to_it(country, curator):
    old_pk, code = country.suzak.pk, country.suzak.coate
    actions.rename(
        country.suzak, name_ky="Жаңы Сузак району", name_ru="Новосузакский район", on=DAY, by=curator
    )
    unit = Territory.objects.get(pk=old_pk)
    assert (unit.slug, unit.name_ru, unit.coate) == ("jangy-suzak", "Новосузакский район", code)
    former = Territory.objects.get(slug="suzak")
    assert (former.name_ru, former.valid_to, former.coate) == ("Сузакский район", DAY, None)
    assert former.present == unit
    country.bagysh.refresh_from_db()
    assert country.bagysh.path == "/jalal-abad/jangy-suzak/suzak-bagysh/"
    assert set(Territory.objects.matching("сузакский")) == {former}


def test_rename_of_an_aiyl_aimak_keeps_the_district_in_its_address(country, curator):
    unit = actions.rename(
        country.bagysh, name_ky="Ынтымак айыл аймагы", name_ru="Ынтымакский айылный аймак", on=DAY, by=curator
    )
    assert unit.slug == "suzak-yntymak"


def test_rename_with_the_same_address_corrects_the_spelling_only(country, curator):
    actions.rename(country.suzak, name_ky="Сузак району", name_ru="Сузакcкий район", on=DAY, by=curator)
    assert Territory.objects.filter(name_ru="Сузакcкий район").count() == 1
    assert not Territory.objects.former().exists()


def test_rename_to_a_taken_address_is_refused(country, curator):
    with pytest.raises(ValidationError, match="moskva"):
        actions.rename(country.suzak, name_ky="Москва району", name_ru="Московский", on=DAY, by=curator)
    with pytest.raises(ValidationError, match="moskva"):
        actions.rename(country.suzak, name_ky="Икс", name_ru="Икс", slug="moskva", on=DAY, by=curator)


def test_merge_ends_the_units_and_gives_their_parts_to_the_successor(country, curator, make):
    village = make("village", "village", country.bagysh)
    actions.merge([country.bagysh], into=country.barpy, on=DAY, by=curator)
    country.bagysh.refresh_from_db()
    village.refresh_from_db()
    assert (country.bagysh.valid_to, country.bagysh.present) == (DAY, country.barpy)
    assert village.parent == country.barpy
    assert village.path == "/jalal-abad/suzak/suzak-barpy/village/"
    assert Territory.objects.matching("багыш").get().present == country.barpy
    assert LogEntry.objects.get().object_id == str(country.bagysh.pk)


def test_merge_of_several_units_is_all_or_nothing(country, curator):
    with pytest.raises(ValidationError):
        actions.merge([country.bagysh, country.suzak], into=country.barpy, on=DAY, by=curator)
    country.bagysh.refresh_from_db()
    assert country.bagysh.valid_to is None
    assert not LogEntry.objects.exists()


def test_merge_into_itself_or_of_an_ended_unit_is_refused(country, curator):
    with pytest.raises(ValidationError):
        actions.merge([country.barpy], into=country.barpy, on=DAY, by=curator)
    actions.merge([country.bagysh], into=country.barpy, on=DAY, by=curator)
    with pytest.raises(ValidationError):
        actions.merge([country.bagysh], into=country.aleksandrovka, on=DAY, by=curator)
    with pytest.raises(ValidationError):
        actions.merge([country.barpy], into=country.bagysh, on=DAY, by=curator)
    with pytest.raises(ValidationError):
        actions.rename(country.bagysh, name_ky="Икс", name_ru="Икс", on=DAY, by=curator)
