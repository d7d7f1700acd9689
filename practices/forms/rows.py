"""Pages of rows: a set of the same short fields, as many times as the author needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.examples import ROW_EXAMPLES
from practices.forms.page import StepForm

MOST_ROWS = 20
TOO_MANY_ROWS = _("There is room for twenty rows here. Please put some of them together.")


class RowForm(forms.Form):
    """One row of a set; a row with all fields empty is left out, and so is taken away when it was there."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def is_filled(self):
        return any(value not in (None, "") for name, value in self.cleaned_data.items() if name != "id")


class RowsForm(StepForm):
    """A page with one set of rows."""

    row_form: type[RowForm]
    rows_name = ""
    row_translated: tuple[str, ...] = ()
    row_plain: tuple[str, ...] = ()
    blank_rows = 3
    needs_row = ""
    rows_heading = ""

    @property
    def rows_example(self):
        """One whole row as others might write it."""
        return ROW_EXAMPLES.get(self.rows_name, "")

    def __init__(self, data=None, files=None, *, practice, strict=True, more=False):
        super().__init__(data, files, practice=practice, strict=strict)
        kept = [self._row_kept(row) for row in getattr(practice, self.rows_name).all()]
        extra = self.blank_rows if more else max(1, self.blank_rows - len(kept))
        row_set = forms.formset_factory(self.row_form, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1)
        self.row_set = row_set(
            data, initial=kept, prefix=self.rows_name, error_messages={"too_many_forms": TOO_MANY_ROWS}
        )
        if more and len(kept) < len(self.row_set.forms):
            # Whoever asked for more rows goes on in the first new one.
            self.row_set.forms[len(kept)].visible_fields()[0].field.widget.attrs["autofocus"] = True

    def _row_kept(self, row):
        kept = {"id": row.pk} | {name: getattr(row, f"{name}_{self.language}") for name in self.row_translated}
        return kept | {name: getattr(row, name) for name in self.row_plain}

    def is_valid(self):
        valid = super().is_valid() and self.row_set.is_valid()
        if valid and self.strict and self.needs_row and not self.rows()[self.rows_name]:
            self.add_error(None, self.needs_row)
            return False
        if valid:
            self.check_rows(self.rows()[self.rows_name])
        return valid and not self.errors

    def check_rows(self, rows):
        """What the rows must be together, and with the fields above them; errors are added to the form."""

    def rows(self):
        kept = [form for form in self.row_set.forms if form.is_valid() and self._stays(form)]
        return {self.rows_name: [self._columns(form.cleaned_data) for form in kept]}

    def _stays(self, form):
        # A row that so far has words only in the other language looks empty here and must not be lost.
        return form.is_filled() or (form.cleaned_data.get("id") and not form.has_changed())

    def _columns(self, clean):
        columns = {"id": clean.get("id")}
        columns |= {f"{name}_{self.language}": clean.get(name) or "" for name in self.row_translated}
        return columns | {name: clean.get(name) for name in self.row_plain}
