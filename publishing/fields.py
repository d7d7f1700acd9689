"""Form fields for what people write."""

from django import forms

from language.cleaning import clean_text


class PlainText(forms.CharField):
    """One line of plain text, cleaned of invisible characters."""

    def to_python(self, value):
        return clean_text(super().to_python(value) or "")


class PlainParagraphs(PlainText):
    """Several paragraphs of plain text."""

    widget = forms.Textarea
