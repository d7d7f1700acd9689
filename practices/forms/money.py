from django import forms
from django.utils.translation import gettext_lazy as _

from practices.costs import LARGEST, known_sum
from practices.forms.figures import TOO_LARGE, KnownDayField, Som
from practices.forms.rows import RowForm, RowsForm
from practices.models import Funding
from publishing.fields import PlainParagraphs, PlainText

DAYS = ("paid_from", "paid_to")


class FundingRow(RowForm):
    payer = forms.ChoiceField(
        label=_("Who paid?"), required=False, choices=[("", _("Choose from the list")), *Funding.Payer.choices],
        help_text=_("Work of residents counts too: ashar is a payment."),
    )
    amount = Som(label=_("How much, in som?"), help_text=_("Leave empty if you do not know."))
    note = PlainText(
        label=_("For what?"), max_length=200, required=False, help_text=_("What this money was spent on.")
    )
    paid_from = KnownDayField(
        label=_("When was it paid?"),
        help_text=_("A year, a month or a day: 2019, 05.2019 or 14.05.2019."),
    )
    paid_to = KnownDayField(
        label=_("Until when, if it was paid in parts?"), last=True,
        help_text=_("Leave empty if it was paid at once."),
    )

    def clean(self):
        clean = super().clean()
        others = [value for name, value in clean.items() if name not in ("id", "payer")]
        if not clean.get("payer") and "payer" not in self.errors and any(v not in (None, "") for v in others):
            self.add_error("payer", _("Choose who paid."))
        first, last = clean.get("paid_from"), clean.get("paid_to")
        if first and last and last.day < first.day:
            self.add_error("paid_to", _("The end cannot be before the beginning."))
        return clean


class MoneyForm(RowsForm):
    """Who paid what and when. The total follows from the payments where every sum is known."""

    row_form, rows_name = FundingRow, "fundings"
    row_translated, row_plain = ("note",), ("payer", "amount")
    rows_heading = _("Who paid what?")
    blank_rows = 2
    translated = ("cost_note",)
    plain = ("cost_total", "upkeep_cost")
    cost_total = Som(
        label=_("What did it cost in all, in som?"),
        help_text=_("A figure like 1 250 000. Leave empty if you do not know, or if all payments stand below."),
    )
    upkeep_cost = Som(
        label=_("What does it cost to keep it going, in som a year?"),
        help_text=_("Wages, electricity, fuel, repairs."),
    )
    cost_note = PlainParagraphs(
        label=_("What else should be known about the money?"), max_length=2_000, required=False,
        help_text=_("For example: on what conditions the grant was given, who pays for the upkeep."),
    )

    def kept(self):
        """A total that is nothing but the sum of the payments is left to them."""
        kept = super().kept()
        amounts = [row.amount for row in self.practice.fundings.all()]
        if amounts and None not in amounts and known_sum(amounts) == kept["cost_total"]:
            kept["cost_total"] = None
        return kept

    def check_rows(self, rows):
        paid = known_sum(row["amount"] for row in rows)
        total = self.cleaned_data.get("cost_total")
        if paid > LARGEST:
            self.add_error(None, TOO_LARGE)
        elif total is not None and paid > total:
            self.add_error("cost_total", _(
                "The payments below make more than this. Correct one of them, or leave this field empty: then "
                "the portal adds the payments up."
            ))

    def _row_kept(self, row):
        return super()._row_kept(row) | {name: row.day_text(name) for name in DAYS}

    def _columns(self, clean):
        days = {name: clean.get(name) for name in DAYS}
        columns = {name: known.day if known else None for name, known in days.items()}
        columns |= {f"{name}_part": known.part if known else "" for name, known in days.items()}
        return super()._columns(clean) | columns
