"""Forms of what an editor says about an act."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from law.actions import successor_fits
from law.forms import ChangeForm
from law.models import LANGUAGES, Act
from publishing.keys import NumberedSelect


class ActForm(forms.ModelForm):
    """An act has a title in one of the languages at least, and is marked by buttons once it is known."""

    TITLES = tuple(f"title_{code}" for code in LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.TITLES:
            if name in self.fields:
                self.fields[name].required = False

    def clean(self):
        clean = super().clean()
        if not any(clean.get(name) or name in self.errors for name in self.TITLES):
            self.add_error(self.TITLES[0], _("Give the title in one of the languages at least."))
        if self.instance.pk and not successor_fits(self.instance, clean.get("successor")):
            self.add_error("successor", _("That act was itself replaced by this one."))
        return clean


class MarkForm(ChangeForm):
    def __init__(self, *args, admin_site, **kwargs):
        super().__init__(*args, **kwargs)

    def arguments(self):
        return dict(self.cleaned_data)


class RepealForm(MarkForm):
    """An act that is in force no longer may have another one in its place."""

    def __init__(self, *args, admin_site, **kwargs):
        super().__init__(*args, admin_site=admin_site, **kwargs)
        self.fields["successor"] = forms.ModelChoiceField(
            label=_("Replaced by"), queryset=Act.objects.exclude(pk=self.act.pk), required=False,
            widget=NumberedSelect(Act._meta.get_field("successor"), admin_site),
            help_text=_("Leave empty when nothing took its place. A new act is added to the list first."),
        )

    def clean_successor(self):
        successor = self.cleaned_data["successor"]
        if successor and not successor_fits(self.act, successor):
            raise ValidationError(_("That act was itself replaced by this one."))
        return successor


def is_in_force(act):
    return not act.is_repealed


def is_repealed(act):
    return act.is_repealed


# verb -> (label of the button, form, state of the act afterwards, when it may be pressed)
CHANGES = {
    "changed": (_("Mark as changed"), MarkForm, Act.State.CHANGED, is_in_force),
    "repealed": (_("No longer in force"), RepealForm, Act.State.REPEALED, is_in_force),
    "restored": (_("In force again"), MarkForm, Act.State.CHANGED, is_repealed),
}
