"""The sets of rows: steps, results in figures, sources."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.rows import RowForm, RowsForm
from practices.models import Practice
from publishing.fields import Figure, PlainParagraphs, PlainText, WebAddress


class StepRow(RowForm):
    title = PlainText(
        label=_("What to do"), max_length=200, required=False, help_text=_("One act, in a few words.")
    )
    text = PlainParagraphs(
        label=_("How"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who does it, what is needed for it, how long it takes."),
    )

    def clean(self):
        clean = super().clean()
        if clean.get("text") and not clean.get("title"):
            self.add_error("title", _("Name this step in a few words."))
        return clean


class IndicatorRow(RowForm):
    name = PlainText(
        label=_("What was measured"), max_length=200, required=False,
        help_text=_("One thing that can be counted or measured."),
    )
    unit = PlainText(
        label=_("Unit"), max_length=60, required=False, help_text=_("Pieces, people, som, hours, percent.")
    )
    before = Figure(
        label=_("Before"), required=False, max_digits=16, decimal_places=3, help_text=_("Only the figure.")
    )
    after = Figure(
        label=_("After"), required=False, max_digits=16, decimal_places=3, help_text=_("Only the figure.")
    )

    def clean(self):
        clean = super().clean()
        has_figure = clean.get("before") is not None or clean.get("after") is not None
        if has_figure and not clean.get("name"):
            self.add_error("name", _("Say what was measured."))
        if (clean.get("name") or clean.get("unit")) and not has_figure and not self.errors:
            self.add_error("after", _("Give at least one figure, or empty the row."))
        return clean


class SourceRow(RowForm):
    title = PlainText(
        label=_("What it is"), max_length=200, required=False,
        help_text=_("Its name, so that people know what opens."),
    )
    url = WebAddress(
        label=_("Address on the Internet"), max_length=500, required=False,
        help_text=_("Copy it from the address line of the browser."),
    )


class StepsForm(RowsForm):
    row_form, rows_name, row_translated = StepRow, "steps", ("title", "text")
    needs_row = _("Write at least one step: without it nobody can repeat the practice.")


class ResultsForm(RowsForm):
    """How it ended: a failure is as welcome as a success."""

    plain = ("outcome",)
    outcome = forms.ChoiceField(
        label=_("How did it end?"), required=False, widget=forms.RadioSelect,
        choices=[*Practice.Outcome.choices, ("", _("It is too early to say"))],
        help_text=_("Tell it as it was. What did not work is published too, and spares colleagues the same mistake."),
    )
    rows_heading = _("Figures before and after")
    row_form, rows_name = IndicatorRow, "indicators"
    row_translated, row_plain = ("name", "unit"), ("before", "after")


class SourcesForm(RowsForm):
    row_form, rows_name = SourceRow, "sources"
    row_translated, row_plain = ("title",), ("url",)
