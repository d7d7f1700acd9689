"""Dates, numbers and sums as the two languages write them.

Every filter answers in the language of the page, an empty string for nothing, and shows moments in the
time zone of the country. The tables here spare a list of fifty dates the work of Django's `date` filter.
"""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()

NBSP = "\xa0"
DASH = "–"
MINUS = "−"
BISHKEK = ZoneInfo("Asia/Bishkek")

MONTHS = {
    "ky": ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
           "ноябрь", "декабрь"),
    "ru": ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
           "ноябрь", "декабрь"),
}
# Kyrgyz: the month with the possessive ending that follows «жылдын»; Russian: the genitive.
BOUND_MONTHS = {
    "ky": ("январы", "февралы", "марты", "апрели", "майы", "июну", "июлу", "августу", "сентябры", "октябры",
           "ноябры", "декабры"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"),
}
LONG_DATE = {"ky": "{year}-жылдын {day}-{month}", "ru": f"{{day}}{NBSP}{{month}} {{year}}{NBSP}г."}
LONG_DATETIME = {"ky": "{date}, саат{nbsp}{time:%H:%M}", "ru": "{date}, {time:%H:%M}"}
DAY_MONTH = {"ky": "{day}-{month}", "ru": f"{{day}}{NBSP}{{month}}"}
MONTH_YEAR = {"ky": "{year}-жылдын {bound}", "ru": f"{{plain}} {{year}}{NBSP}г."}
SINCE = {"ky": "{}-жылдан бери", "ru": f"с{NBSP}{{}}{NBSP}г."}
UNTIL = {"ky": "{}-жылга чейин", "ru": f"до{NBSP}{{}}{NBSP}г."}


def language() -> str:
    """Return the language to write in; texts outside both languages are written in the default one."""
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return code if code in MONTHS else settings.LANGUAGE_CODE


def local(value: date | datetime) -> date | datetime:
    """Return the moment as clocks in Bishkek show it; a plain date stays what it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(BISHKEK)
    return value


@register.filter
def long_date(value: date | datetime | None) -> str:
    """«2026-жылдын 23-ноябры», «23 ноября 2026 г.»"""
    if not value:
        return ""
    code, day = language(), local(value)
    return LONG_DATE[code].format(year=day.year, day=day.day, month=BOUND_MONTHS[code][day.month - 1])


@register.filter
def long_datetime(value: datetime | None) -> str:
    """«2026-жылдын 23-ноябры, саат 23:59», «23 ноября 2026 г., 23:59»"""
    if not value:
        return ""
    return LONG_DATETIME[language()].format(date=long_date(value), time=local(value), nbsp=NBSP)


@register.filter
def short_date(value: date | datetime | None) -> str:
    """«23.11.2026»"""
    return f"{local(value):%d.%m.%Y}" if value else ""


@register.filter
def short_datetime(value: datetime | None) -> str:
    """«23.11.2026 23:59»"""
    return f"{local(value):%d.%m.%Y %H:%M}" if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """«23:59»"""
    return f"{local(value):%H:%M}" if value else ""


@register.filter
def day_month(value: date | datetime | None) -> str:
    """«23-ноябрь», «23 ноября»: Kyrgyz binds the month only to a year that is named."""
    if not value:
        return ""
    code, day = language(), local(value)
    months = MONTHS if code == "ky" else BOUND_MONTHS
    return DAY_MONTH[code].format(day=day.day, month=months[code][day.month - 1])


@register.filter
def month_year(value: date | datetime | None) -> str:
    """«2026-жылдын ноябры», «ноябрь 2026 г.»"""
    if not value:
        return ""
    code, day = language(), local(value)
    return MONTH_YEAR[code].format(
        year=day.year, plain=MONTHS[code][day.month - 1], bound=BOUND_MONTHS[code][day.month - 1]
    )


@register.filter
def years(start: int | None, end: int | None) -> str:
    """«2017–2018», «2017» for a single year, «2017-жылдан бери» or «с 2017 г.» without an end."""
    if start and end:
        return str(start) if start == end else f"{start}{DASH}{end}"
    if start:
        return SINCE[language()].format(start)
    return UNTIL[language()].format(end) if end else ""


@register.filter
def num(value: int | float | Decimal | None) -> str:
    """«1 250 000», «12,5»: groups parted by a no-break space, no zeros at the end of a fraction."""
    if value is None or value == "":
        return ""
    whole, _, fraction = f"{Decimal(str(value)):,f}".partition(".")
    fraction = fraction.rstrip("0")
    return written(f"{whole}.{fraction}" if fraction else whole)


@register.filter
def som(value: int | Decimal | None) -> str:
    """«1 250 000 сом», «1 250,50 сом»: tyiyns are shown when there are any."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{written(text)}{NBSP}сом"


def written(text: str) -> str:
    """Turn Python's «-1,250.5» into the «−1 250,5» of both languages."""
    sign = text.startswith("-") and text.strip("-0.,") != ""
    return (MINUS if sign else "") + text.lstrip("-").replace(",", NBSP).replace(".", ",")
