from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from language.cleaning import clean_text


class SearchForm(forms.Form):
    """What may be asked of the search; a value that makes no sense is passed over."""

    q = forms.CharField(label=_("Words"), required=False)
    kind = forms.CharField(label=_("Kind"), required=False, max_length=30, validators=[validate_slug])
    topic = forms.CharField(label=_("Topic"), required=False, max_length=60, validators=[validate_slug])

    def clean_q(self):
        return clean_text(self.cleaned_data["q"])[:200]


class FeedForm(forms.Form):
    """What a feed may be narrowed by."""

    kind = forms.CharField(required=False, max_length=30, validators=[validate_slug])
    topic = forms.CharField(required=False, max_length=60, validators=[validate_slug])
    territory = forms.CharField(required=False, max_length=120, validators=[validate_slug])
