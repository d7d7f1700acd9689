from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from publishing.uploads import WORD, accepted_extensions, check_upload


class UploadForm(forms.Form):
    """The filled-in form; only a clean DOCX is taken."""

    file = forms.FileField(
        label=_("Filled-in form"), allow_empty_file=True,
        help_text=_("The DOCX file that you took from this page and filled in."),
    )
    language = forms.ChoiceField(
        label=_("In which language is it filled in?"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        help_text=_("A curator translates the text into the other language."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accepted_extensions(WORD)

    def clean_file(self):
        return check_upload(self.cleaned_data["file"], allow=WORD)
