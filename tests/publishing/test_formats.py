from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

from publishing.templatetags import dates

LAST_MINUTE = datetime(2026, 11, 30, 17, 59, 59, tzinfo=UTC)
NEXT_DAY = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
NAIVE = datetime(2026, 5, 15, 9, 5)


def written(language, name, *arguments):
    with translation.override(language):
        return getattr(dates, name)(*arguments).replace("\xa0", " ")


@pytest.mark.parametrize(("name", "value", "kyrgyz", "russian"), [
    ("long_date", DAY, "2026-жылдын 23-ноябры", "23 ноября 2026 г."),
    ("long_date", LAST_MINUTE, "2026-жылдын 30-ноябры", "30 ноября 2026 г."),
    ("long_date", NEXT_DAY, "2026-жылдын 1-декабры", "1 декабря 2026 г."),
    ("long_date", NEW_YEAR, "2027-жылдын 1-январы", "1 января 2027 г."),
    ("long_datetime", LAST_MINUTE, "2026-жылдын 30-ноябры, саат 23:59", "30 ноября 2026 г., 23:59"),
    ("long_datetime", NEXT_DAY, "2026-жылдын 1-декабры, саат 00:00", "1 декабря 2026 г., 00:00"),
    ("long_datetime", NAIVE, "2026-жылдын 15-майы, саат 09:05", "15 мая 2026 г., 09:05"),
    ("short_date", LAST_MINUTE, "30.11.2026", "30.11.2026"),
    ("short_date", NEXT_DAY, "01.12.2026", "01.12.2026"),
    ("short_date", DAY, "23.11.2026", "23.11.2026"),
    ("short_datetime", LAST_MINUTE, "30.11.2026 23:59", "30.11.2026 23:59"),
    ("clock", NEXT_DAY, "00:00", "00:00"),
    ("day_month", DAY, "23-ноябрь", "23 ноября"),
    ("month_year", DAY, "2026-жылдын ноябры", "ноябрь 2026 г."),
    ("month_year", NEW_YEAR, "2027-жылдын январы", "январь 2027 г."),
])
def test_date_is_written_as_in_official_papers(name, value, kyrgyz, russian):
    assert written("ky", name, value) == kyrgyz
    assert written("ru", name, value) == russian


@pytest.mark.parametrize("name", [
    "long_date", "long_datetime", "short_date", "short_datetime", "clock", "day_month", "month_year", "num",
    "som",
])
def test_nothing_is_written_for_nothing(name):
    assert written("ky", name, None) == ""
    assert written("ru", name, "") == ""


def test_months_are_those_of_the_catalogue():
    for language in ("ky", "ru"):
        with translation.override(language):
            for month in range(1, 13):
                day = date(2026, month, 1)
                assert formats.date_format(day, "DATE_FORMAT").replace(" ", "\xa0") == (
                    dates.long_date(day).replace(" ", "\xa0")
                )


@pytest.mark.parametrize(("start", "end", "kyrgyz", "russian"), [
    (2017, 2018, "2017–2018", "2017–2018"),
    (2017, 2017, "2017", "2017"),
    (2017, None, "2017-жылдан бери", "с 2017 г."),
    (None, 2018, "2018-жылга чейин", "до 2018 г."),
    (None, None, "", ""),
])
def test_years_of_a_practice(start, end, kyrgyz, russian):
    assert written("ky", "years", start, end) == kyrgyz
    assert written("ru", "years", start, end) == russian


@pytest.mark.parametrize(("value", "text"), [
    (0, "0"), (999, "999"), (1000, "1 000"), (1250000, "1 250 000"),
    (Decimal("12.50"), "12,5"), (Decimal("1E+3"), "1 000"), (Decimal("0.00"), "0"), (0.1, "0,1"),
    (-1250, "−1 250"), (Decimal("-0.5"), "−0,5"), (Decimal("-0.0"), "0"),
])
def test_number_is_parted_in_groups(value, text):
    assert written("ky", "num", value) == text
    assert written("ru", "num", value) == text


@pytest.mark.parametrize(("value", "text"), [
    (0, "0 сом"), (1250000, "1 250 000 сом"), (Decimal("1250.00"), "1 250 сом"),
    (Decimal("1250.5"), "1 250,50 сом"),
    (Decimal("0.07"), "0,07 сом"), (-300, "−300 сом"),
])
def test_sum_shows_tyiyns_only_when_there_are_any(value, text):
    assert written("ky", "som", value) == text


def test_sum_never_breaks_inside():
    assert dates.som(1250000) == "1\xa0250\xa0000\xa0сом"


def test_filters_work_in_a_template():
    template = Template("{% load dates %}{{ day|long_date }}; {{ 2017|years:2018 }}; {{ cost|som }}")
    with translation.override("ky"):
        text = template.render(Context({"day": DAY, "cost": 1250}))
    assert text == "2026-жылдын 23-ноябры; 2017–2018; 1\xa0250\xa0сом"


def test_text_outside_both_languages_is_written_in_the_default_one():
    with translation.override("en"):
        assert dates.long_date(DAY) == "2026-жылдын 23-ноябры"
    with translation.override(None):
        assert dates.long_date(DAY) == "2026-жылдын 23-ноябры"


@pytest.mark.parametrize(("name", "kyrgyz", "russian"), [
    ("DATE_FORMAT", "2026-жылдын 23-ноябры", "23 ноября 2026 г."),
    ("DATETIME_FORMAT", "2026-жылдын 23-ноябры, саат 09:05", "23 ноября 2026 г., 09:05"),
    ("YEAR_MONTH_FORMAT", "2026-жылдын ноябры", "Ноябрь 2026 г."),
    ("MONTH_DAY_FORMAT", "23-ноябрь", "23 ноября"),
    ("SHORT_DATE_FORMAT", "23.11.2026", "23.11.2026"),
    ("SHORT_DATETIME_FORMAT", "23.11.2026 09:05", "23.11.2026 09:05"),
    ("TIME_FORMAT", "09:05", "09:05"),
])
def test_django_formats_of_both_languages(name, kyrgyz, russian):
    for language, text in (("ky", kyrgyz), ("ru", russian)):
        with translation.override(language):
            assert formats.date_format(datetime(2026, 11, 23, 9, 5), name).replace("\xa0", " ") == text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_numbers_take_a_comma_and_weeks_begin_on_monday(language):
    with translation.override(language):
        assert formats.number_format(Decimal("1234567.5"), force_grouping=True) == "1\xa0234\xa0567,5"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("typed", ["23.11.2026", "23.11.26", "2026-11-23", "23/11/2026"])
def test_date_is_understood_as_people_type_it(language, typed):
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == DAY


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("typed", ["1250,5", "1250.5"])
def test_decimal_is_understood_with_comma_or_point(language, typed):
    with translation.override(language):
        assert forms.DecimalField(localize=True).clean(typed) == Decimal("1250.5")
