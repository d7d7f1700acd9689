from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms import EmailField
from practices.models import FactCheck
from publishing.fields import PlainParagraphs, PlainText

LONGEST_REMARKS = 10_000


class AskForm(forms.Form):
    """Who is asked, and what they should look at."""

    email = EmailField(help_text=_("Only curators see it. It is erased 90 days after the answer."))
    post = PlainText(
        label=_("Post of the person"), max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("For example «engineer of the water company»; write no name."),
        error_messages={"required": _("Write the post of the person.")},
    )
    question = PlainParagraphs(
        label=_("What should they look at?"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text=_("The person reads exactly this, in the letter and above the text. Empty: all of the text."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)


class ReadForm(forms.Form):
    """How many answers the curator had before them."""

    answers = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What an outsider says about the facts."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    verdict = forms.ChoiceField(
        label=_("Are the facts right?"), choices=FactCheck.Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    remarks = PlainParagraphs(
        label=_("What should be corrected or added"), max_length=LONGEST_REMARKS, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Only the curators of the portal read this."),
    )

    def clean(self):
        clean = super().clean()
        needed = clean.get("verdict") == FactCheck.Verdict.CORRECTIONS
        if needed and not clean.get("remarks") and "remarks" not in self.errors:
            self.add_error("remarks", _("Write what should be corrected."))
        return clean
