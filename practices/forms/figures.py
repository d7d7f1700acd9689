"""Fields for sums, for numbers of people and for days that are not known exactly."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from language.cleaning import clean_text
from practices.days import read
from practices.models import FIRST_YEAR, LAST_YEAR
from publishing.fields import Figure

TOO_LARGE = _("This is too large a number. Please check the zeros.")


class Som(Figure):
    """A sum in som that the columns can hold; never negative."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False, min_value=0, max_digits=14, decimal_places=2,
            error_messages={
                "min_value": _("A sum cannot be less than nothing."),
                "max_digits": TOO_LARGE,
                "max_whole_digits": TOO_LARGE,
            },
            **kwargs,
        )


class Whole(Figure):
    """A number of people: «2 500»."""

    def __init__(self, *, max_value, **kwargs):
        super().__init__(
            required=False, min_value=1, max_value=max_value, decimal_places=0,
            error_messages={
                "min_value": _("Write a number of one or more, or leave it empty."),
                "max_value": TOO_LARGE,
                "max_decimal_places": _("Write a whole number."),
            },
            **kwargs,
        )
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else int(number)

    def prepare_value(self, value):
        return f"{value:,}".replace(",", " ") if isinstance(value, int) else value


class KnownDayField(forms.Field):
    """A year, a month or a day; last means that it stands for the end of it."""

    default_error_messages = {"invalid": _("Write a year, a month or a day: 2019, 05.2019 or 14.05.2019.")}

    def __init__(self, *, last=False, **kwargs):
        self.last = last
        super().__init__(required=False, **kwargs)
        self.widget.attrs["maxlength"] = 20

    def to_python(self, value):
        text = clean_text(str(value or ""))
        if not text:
            return None
        try:
            known = read(text, last=self.last)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not FIRST_YEAR <= known.day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return known

    def has_changed(self, initial, data):
        return str(initial or "") != str(data or "").strip()
