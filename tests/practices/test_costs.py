from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from practices.costs import LARGEST, cost_in_all, shares
from practices.days import DAY, MONTH, YEAR, read, written


def payments(*amounts):
    return [SimpleNamespace(amount=None if amount is None else Decimal(amount)) for amount in amounts]


@pytest.mark.parametrize(("entered", "amounts", "total"), [
    (None, [], None), (5, [], 5), (None, [2, 3], 5), (None, [2, None], None), (None, [None], None),
    (9, [2, 3], 9), (4, [2, 3], 5), (9, [2, None], 9), (1, [2, None], 2), (None, [LARGEST, LARGEST], None),
    (7, [LARGEST, LARGEST], 7), (None, [0, 0], 0),
])
def test_total_is_no_less_than_the_payments_and_never_a_guess(entered, amounts, total):
    assert cost_in_all(entered, amounts) == total


@pytest.mark.parametrize(("total", "amounts", "lines"), [
    (4, (3, 1), [(3, 75), (1, 25)]),
    (None, (3, None), [(3, None), (None, None)]),
    (10, (3, None), [(3, 30), (None, None)]),
    (10, (3,), [(3, 30), (7, 70)]),
    (10, (), []),
    (0, (0,), [(0, None)]),
])
def test_lines_of_the_cost_table(total, amounts, lines):
    made = shares(None if total is None else Decimal(total), payments(*amounts))
    assert [(line.amount, line.percent) for line in made] == lines


def test_rest_has_no_payer():
    assert [bool(line.payment) for line in shares(Decimal(10), payments(3))] == [True, False]


@pytest.mark.parametrize(("typed", "first", "last", "part", "shown"), [
    ("2019", date(2019, 1, 1), date(2019, 12, 31), YEAR, "2019"),
    ("2019 г.", date(2019, 1, 1), date(2019, 12, 31), YEAR, "2019"),
    ("2019-ж.", date(2019, 1, 1), date(2019, 12, 31), YEAR, "2019"),
    ("01.2019", date(2019, 1, 1), date(2019, 1, 31), MONTH, "01.2019"),
    (" 2 . 2020 ", date(2020, 2, 1), date(2020, 2, 29), MONTH, "02.2020"),
    ("12/2019", date(2019, 12, 1), date(2019, 12, 31), MONTH, "12.2019"),
    ("31.12.2019", date(2019, 12, 31), date(2019, 12, 31), DAY, "31.12.2019"),
    ("1.1.2019", date(2019, 1, 1), date(2019, 1, 1), DAY, "01.01.2019"),
    ("2019-05-14", date(2019, 5, 14), date(2019, 5, 14), DAY, "14.05.2019"),
])
def test_day_is_kept_whole_and_shown_as_short_as_it_was_meant(typed, first, last, part, shown):
    assert (read(typed).day, read(typed, last=True).day, read(typed).part) == (first, last, part)
    assert str(read(typed)) == str(read(typed, last=True)) == written(first, part) == shown


@pytest.mark.parametrize("typed", [
    "", "19", "13.2019", "00.2019", "30.02.2019", "май 2019", "2019-13", "٢٠١٩", "20199", "-2019",
])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        read(typed)
