"""The reader's own settings of view: a cookie of class names that the stylesheet knows."""

from django import forms
from django.utils.translation import gettext_lazy as _

COOKIE = "view"
COOKIE_AGE = 365 * 24 * 3600
SIZES = [
    ("usual", _("Usual")),
    ("text-125", _("A little larger")),
    ("text-150", _("Larger by half")),
    ("text-200", _("Twice as large")),
]
THEMES = [
    ("auto", _("As on the device")),
    ("theme-light", _("Light colours")),
    ("theme-dark", _("Dark colours")),
]
SWITCHES = {"contrast": "contrast-high", "spacing": "spacing-wide", "pictures": "no-pictures"}


class ViewForm(forms.Form):
    """How the reader wants to see the portal."""

    size = forms.ChoiceField(label=_("Size of the text"), choices=SIZES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, widget=forms.RadioSelect)
    contrast = forms.BooleanField(label=_("Stronger contrast"), required=False)
    spacing = forms.BooleanField(label=_("More space between letters and lines"), required=False)
    pictures = forms.BooleanField(label=_("Hide pictures"), required=False)

    @classmethod
    def from_cookie(cls, value: str) -> "ViewForm":
        """Show the form as the reader left it."""
        classes = classes_from(value)
        chosen = {name: token in classes for name, token in SWITCHES.items()}
        chosen["size"] = next((token for token, _label in SIZES if token in classes), "usual")
        chosen["theme"] = next((token for token, _label in THEMES if token in classes), "auto")
        return cls(initial=chosen)

    def to_cookie(self) -> str:
        """Write the choice so that `classes_from` reads it back."""
        switched = [token for name, token in SWITCHES.items() if self.cleaned_data[name]]
        return ".".join([self.cleaned_data["size"], self.cleaned_data["theme"], *switched])


def classes_from(value: str) -> list[str]:
    """Read the cookie: known class names only, at most one of each group, whatever the browser sent."""
    asked = set(value[:200].split("."))
    # The first of a group is the usual state and needs no class.
    groups = [[token for token, _label in group[1:]] for group in (SIZES, THEMES)]
    groups += [[token] for token in SWITCHES.values()]
    return [next(token for token in group if token in asked) for group in groups if asked.intersection(group)]
