"""Form fields for what people write."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from language.cleaning import clean_text


class PlainText(forms.CharField):
    """One line of plain text, cleaned of invisible characters."""

    def to_python(self, value):
        return " ".join(clean_text(super().to_python(value) or "").splitlines()).replace("\t", " ")


class PlainParagraphs(forms.CharField):
    """Several paragraphs of plain text, cleaned in the same way."""

    widget = forms.Textarea

    def to_python(self, value):
        return clean_text(super().to_python(value) or "")


class WebAddress(forms.URLField):
    """The address of a page on the Internet; what is wrong with it is said once, in plain words."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {
        "invalid": _("This is no address of a page. Copy it whole, for example https://example.kg/news."),
    }

    def __init__(self, **kwargs):
        super().__init__(**{"assume_scheme": "https", **kwargs})


class Figure(forms.DecimalField):
    """A figure as people type it: «1 250 000», «12,5», «12.5»; shown again the same way.

    Digits with at most one decimal mark; spaces of any kind and the word «сом» are passed over.
    """

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"\s|сом(?:ов|а)?\.?$", "", clean_text(value).lower()).replace(",", ".")
            if value and not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        whole, _dot, part = f"{value:,f}".partition(".")
        part = part.rstrip("0")
        return whole.replace(",", " ") + (f",{part}" if part else "")
