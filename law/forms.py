from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from law.models import Act
from publishing.fields import PlainParagraphs, PlainText


class ActFilterForm(forms.Form):
    """What a reader asks of the list; a wrong value asks nothing."""

    q = PlainText(required=False, max_length=200)
    kind = forms.ChoiceField(choices=Act.Kind.choices, required=False)
    state = forms.ChoiceField(choices=Act.State.choices, required=False)

    def asked(self):
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class ChangeForm(forms.Form):
    """What became of an act: when, what changed, in both languages, and the edition that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(
        label=_("Since which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day on which the change came into force.")},
    )
    note_ky = PlainParagraphs(
        label=_("What changed (in Kyrgyz)"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        error_messages={"required": _("Write what changed: readers of Kyrgyz see it too.")},
    )
    note_ru = PlainParagraphs(
        label=_("What changed (in Russian)"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        error_messages={"required": _("Write what changed: readers of Russian see it too.")},
    )

    def __init__(self, *args, act, **kwargs):
        super().__init__(*args, **kwargs)
        self.act = act

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet: mark the change when it is in force."))
        if self.act.adopted_on and day < self.act.adopted_on:
            raise forms.ValidationError(_("An act does not change before it is adopted."))
        return day
