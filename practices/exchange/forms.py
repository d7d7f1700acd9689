from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from practices.models import CommentComplaint, PracticeComment
from publishing.fields import PlainParagraphs
from publishing.html import ADDRESS

SHORTEST, LONGEST = 2, 4_000
MOST_LINKS = 3


class RemarkForm(forms.Form):
    """A question, an addition or an answer."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What do you write?"), choices=PracticeComment.Kind.choices[:2], initial=PracticeComment.Kind.QUESTION,
        widget=forms.RadioSelect,
    )
    text = PlainParagraphs(
        label=_("Your text"), min_length=SHORTEST, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your question or what you want to add.")},
    )
    language = forms.ChoiceField(label=_("Language of your text"), choices=settings.LANGUAGES)

    def __init__(self, *args, answering=False, **kwargs):
        super().__init__(*args, auto_id="remark_%s", **kwargs)
        if answering:
            del self.fields["kind"]
            self.fields["text"].label = _("Your answer")
            self.fields["text"].error_messages["required"] = _("Write your answer.")

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(ADDRESS.findall(text)) > MOST_LINKS:
            raise forms.ValidationError(_("No more than three links, please."))
        return text


class ComplaintForm(forms.Form):
    """Why a remark should not stand there; who wrote it says only that they want it taken down."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
        choices=[choice for choice in CommentComplaint.Reason.choices if choice[0] != CommentComplaint.Reason.OWN],
    )
    note = PlainParagraphs(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only curators read this."),
    )

    def __init__(self, *args, own=False, **kwargs):
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["reason"]
