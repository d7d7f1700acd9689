from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.kept import Kept
from practices.models import Practice

KEPT = Kept(2)
LABELS = {
    "method_1": _("Which method or tool of this portal did you use?"),
    "method_2": _("A second one"),
    "method_3": _("A third one"),
}

HINT = _("Readers of the method will find your practice there.")


def _published_methods():
    """Pairs of number and title in the order of the alphabet; asked for at every autosave, so they are kept."""
    choices = KEPT.get(get_language())
    if choices is None:
        methods = Practice.objects.published().filter(kind__in=[Practice.Kind.METHOD, Practice.Kind.TOOL])
        methods = methods.for_cards().order_by(f"sort_{get_language()}", "id")
        choices = [(str(method.pk), str(method)) for method in methods]
        KEPT.put(get_language(), choices)
    return choices


class UsesMethods:
    """Before a page of the submission: the author names up to three published methods and tools.

    Whoever reads a method then finds where it was used.
    """

    def __init__(self, *args, practice, **kwargs):
        self.methods_kept = list(practice.methods.all()) if practice.pk else []
        super().__init__(*args, practice=practice, **kwargs)
        methods = self.method_choices()
        choices = [("", _("None of them")), *methods]
        for name, label in LABELS.items() if methods else ():
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices, help_text=HINT)

    def method_choices(self):
        found = [choice for choice in _published_methods() if choice[0] != str(self.practice.pk)]
        # What was chosen stays, also when a curator has withdrawn it since.
        listed = dict(found)
        unlisted = [method for method in self.methods_kept if str(method.pk) not in listed]
        return [(str(method.pk), str(method)) for method in unlisted] + found

    def kept(self):
        chosen = zip(LABELS, self.methods_kept, strict=False)
        return super().kept() | {name: str(method.pk) for name, method in chosen}

    def links(self):
        if not set(LABELS) & set(self.data):
            return super().links()
        chosen = [self.cleaned_data.get(name) for name in LABELS]
        # More than three can only have been named by a curator; they stay.
        further = [method.pk for method in self.methods_kept[len(LABELS):]]
        return super().links() | {"methods": [int(pk) for pk in dict.fromkeys(filter(None, chosen))] + further}
