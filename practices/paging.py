"""Pages of a list whose cost does not grow with the bank.

The first pages have numbers, as people like them. Behind the last of those one goes on from row to row:
the address names the last row seen, and the database continues there through an index.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.dateparse import parse_datetime

PAGE_SIZE = 12
# Nobody counts further: «more than a thousand» says enough, and counting them all would cost more than the page.
COUNTED = 1000


class NumberedPages(Paginator):
    """The pages with numbers: of all rows, or of as many as are counted."""

    def __init__(self, rows, total):
        super().__init__(rows, PAGE_SIZE)
        self.count = min(total, COUNTED // PAGE_SIZE * PAGE_SIZE)
        self.goes_on = total > COUNTED

    def _get_page(self, *args, **kwargs):
        return CountedPage(*args, **kwargs)


class CountedPage(Page):
    """A page with a number; the last one leads on when there are more rows than are counted."""

    onward = ""

    def leads_on(self):
        """Whether more rows follow behind the last numbered page."""
        return self.paginator.goes_on and not self.has_next()


class OnwardPage(list):
    """A page behind the numbered ones: its rows, and the way to the next."""

    onward = ""
    number = None

    @property
    def object_list(self):
        return list(self)


def page_of(rows, order, total, *, number, after):
    """Return the page asked for; onward is the value of «after» that leads to the next one without a number.

    rows is a queryset, order its columns as order_by takes them, the last one unique; number and after
    come from the address and may be anything.
    """
    behind = position_from(after, order) if total > COUNTED else None
    found = list(rows.filter(_behind(order, behind)).order_by(*order)[: PAGE_SIZE + 1]) if behind else []
    if found:
        page = OnwardPage(found[:PAGE_SIZE])
        if len(found) > PAGE_SIZE:
            page.onward = position_of(page[-1], order)
        return page
    page = NumberedPages(rows.order_by(*order), total).get_page(number)
    page.object_list = list(page.object_list)
    if page.leads_on():
        page.onward = position_of(page.object_list[-1], order)
    return page


def position_of(row, order) -> str:
    """Return where in the order the row stands, as a word for an address."""
    values = [getattr(row, column.lstrip("-")) for column in order]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def position_from(word, order) -> list | None:
    """Read such a word; None for one that is not ours or belongs to another order."""
    if not isinstance(word, str) or not 0 < len(word) < 2000:
        return None
    try:
        values = json.loads(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (ValueError, NotBase64, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != len(order):
        return None
    read = [_value(value, column) for value, column in zip(values, order, strict=True)]
    return None if None in read else read


def _value(value, column):
    name = column.lstrip("-")
    if name.endswith("_at"):
        try:
            return parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            return None
    if name in ("sort_ky", "sort_ru"):
        return value if isinstance(value, str) and "\x00" not in value else None
    return value if type(value) is int and abs(value) < 2**31 else None


def _behind(order, values) -> Q:
    """The rows after these values. The first column is asked for twice, so that its index serves the question."""
    column, value = order[0].lstrip("-"), values[0]
    beyond = "lt" if order[0].startswith("-") else "gt"
    strictly = Q(**{f"{column}__{beyond}": value})
    if len(order) == 1:
        return strictly
    return Q(**{f"{column}__{beyond}e": value}) & (strictly | Q(**{column: value}) & _behind(order[1:], values[1:]))
