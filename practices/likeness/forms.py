from django import forms

from practices.filters import SlugField, SlugsField
from practices.likeness.ranking import MOST_PAGES
from practices.models import Practice


class LikeMineForm(forms.Form):
    """What the address may ask for; a value that makes no sense is passed over."""

    FILTERS = ("topic", "kind")

    place = SlugField(required=False)
    topic = SlugsField(required=False)
    kind = forms.MultipleChoiceField(required=False, choices=Practice.Kind.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)

    def asked(self) -> dict:
        """The values that make sense; the first page unless another one is asked for."""
        self.is_valid()
        return {"place": "", "topic": [], "kind": [], **self.cleaned_data, "page": self.cleaned_data.get("page") or 1}
