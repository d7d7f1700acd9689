from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.examples import give_examples
from publishing.fields import PlainText
from publishing.uploads import accepted_extensions, check_count, check_upload, describe_limits


class FileForm(forms.Form):
    """One picture or document; what is wrong with a file is said in a sentence."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    caption = PlainText(
        label=_("What does it show?"), max_length=300, required=False,
        help_text=_("For those who cannot see the picture, and for search."),
    )

    def __init__(self, *args, kept=0, **kwargs):
        self.kept = kept
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = describe_limits()
        self.fields["file"].widget.attrs["accept"] = accepted_extensions()
        give_examples(self.fields)

    def clean_file(self):
        check_count(self.kept + 1)
        return check_upload(self.cleaned_data["file"])
