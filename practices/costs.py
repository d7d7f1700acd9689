"""What a practice cost, by who paid: sums that are known, their shares, and what nobody told."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# What the columns for sums can hold.
LARGEST = Decimal("999999999999.99")


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal:
    """Add up the sums that are known."""
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def cost_in_all(entered: Decimal | None, amounts: list[Decimal | None]) -> Decimal | None:
    """Return the total: what was entered, but no less than the payments; or their sum, when each one is known.

    While a payment lacks its sum and no total was entered, the total is not known.
    """
    paid = known_sum(amounts)
    if paid > LARGEST:
        return entered
    if entered is not None:
        return max(entered, paid)
    return paid if amounts and None not in amounts else None


@dataclass(frozen=True)
class Share:
    """A line of the cost table: a payment, or what nobody told the payer of; percent is empty when unknown."""

    payment: object | None
    amount: Decimal | None
    percent: int | None


def shares(total: Decimal | None, payments: list) -> list[Share]:
    """Return the lines of the cost table; the last one says how much of the total has no payer named."""
    lines = [Share(payment, payment.amount, _percent(payment.amount, total)) for payment in payments]
    amounts = [payment.amount for payment in payments]
    rest = (total or Decimal(0)) - known_sum(amounts)
    if payments and None not in amounts and rest > 0:
        lines.append(Share(None, rest, _percent(rest, total)))
    return lines


def _percent(amount, total):
    return round(amount * 100 / total) if total and amount is not None else None
