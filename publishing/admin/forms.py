from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from publishing import actions
from publishing.fields import PlainParagraphs
from publishing.keys import NumberedSelect
from publishing.models import Publication


class Unseen(forms.HiddenInput):
    """The admin puts a label even before a hidden field: this one is nobody's label."""

    def id_for_label(self, id_):
        return ""


class RevisionForm(forms.ModelForm):
    """A text in the hands of two people: the newer one is never overwritten unseen."""

    seen = forms.IntegerField(label="", widget=Unseen, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.revision

    @cached_property
    def changed_data(self):
        """What is written about a change is no change of the text itself."""
        return [name for name in super().changed_data if name not in ("seen", "change_note")]

    def clean(self):
        clean = super().clean()
        if self.instance.pk:
            # The admin saves in one transaction: the lock holds until the text is written.
            rows = type(self.instance).objects.select_for_update(no_key=True)
            now = rows.only("revision").get(pk=self.instance.pk)
            if now.revision != clean.get("seen"):
                self._overtaken(now)
        return clean

    def _overtaken(self, now):
        """The next press writes what was typed, knowingly."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(now.revision)
        now.refresh_from_db(fields=["changed_at"])
        when = timezone.localtime(now.changed_at)
        self.add_error(None, _(
            "This text was changed at %(time)s, while you had it open. What you typed is kept below: compare "
            "it with the page of the text, and save again if yours is right."
        ) % {"time": when.strftime("%H:%M")})


class PublicationForm(RevisionForm):
    """A text in the hands of a curator: a published one says what changed, and lacks nothing."""

    # What the text would lack as it was typed: known only when all its rows were written, and taken back.
    lacking = ()
    change_note = PlainParagraphs(
        label=_("What changed and why"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see this under the text. Needed when the text is already published."),
    )

    def clean(self):
        clean = super().clean()
        if self.instance.status == Publication.Status.PUBLISHED and not clean.get("change_note"):
            self.add_error("change_note", _("Write what you changed and why: the text is published."))
        for sentence in self.lacking:
            self.add_error(None, sentence)
        return clean


class VerbForm(forms.Form):
    """A decision on a text: the revision it is about, and the reason."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = PlainParagraphs(
        label=_("Reason"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
        error_messages={"required": _("Write the reason: it goes to the author and into the log.")},
        help_text=_("Readers see it under the text, and the author in a letter."),
    )

    def arguments(self):
        return dict(self.cleaned_data)


class PublishForm(VerbForm):
    reason = PlainParagraphs(
        label=_("A word to the author and the readers"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
    )


class SendBackForm(VerbForm):
    reason = PlainParagraphs(
        label=_("What should the author change?"), max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
        error_messages={"required": _("Write what the author should change.")},
        help_text=_("The author reads exactly this text, in the letter and above the draft."),
    )


class WithdrawForm(VerbForm):
    kind = forms.ChoiceField(
        label=_("What becomes of the page?"), choices=Publication.Withdrawal.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, publication, admin_site, **kwargs):
        super().__init__(*args, **kwargs)
        model = type(publication)
        self.fields["merged_into"] = forms.ModelChoiceField(
            label=_("Merged into"),
            queryset=model.objects.published().exclude(pk=publication.pk),
            required=False,
            widget=NumberedSelect(model._meta.get_field("merged_into"), admin_site),
        )

    def clean(self):
        clean = super().clean()
        merged = clean.get("kind") == Publication.Withdrawal.MERGED
        if merged and not clean.get("merged_into") and "merged_into" not in self.errors:
            self.add_error("merged_into", _("Choose the text into which this one was merged."))
        if not merged:
            clean["merged_into"] = None
        return clean


class AgreeForm(forms.Form):
    """That a curator looked: nothing is to be written."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def arguments(self):
        return dict(self.cleaned_data)


# verb -> (form, the action, label of the button)
VERBS = {
    "submit": (PublishForm, actions.submit, _("Send for review")),
    "publish": (PublishForm, actions.publish, _("Publish")),
    "send_back": (SendBackForm, actions.send_back, _("Return to the author")),
    "withdraw": (WithdrawForm, actions.withdraw, _("Withdraw")),
    "archive": (VerbForm, actions.archive, _("Move to the archive")),
    "restore": (VerbForm, actions.restore, _("Publish again")),
    "translation": (AgreeForm, actions.confirm_translation, _("Translation agrees")),
}
