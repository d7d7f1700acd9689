from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.models import Practice

LABELS = {
    "method_1": _("Which method or tool of this portal did you use?"),
    "method_2": _("A second one"),
    "method_3": _("A third one"),
}

HINT = _("Readers of the method will find your practice there.")


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
        methods = Practice.objects.published().filter(kind__in=[Practice.Kind.METHOD, Practice.Kind.TOOL])
        found = list(methods.exclude(pk=self.practice.pk).for_cards().order_by(f"sort_{get_language()}", "id"))
        # What was chosen stays, also when a curator has withdrawn it since.
        unlisted = [method for method in self.methods_kept if method not in found]
        return [(str(method.pk), str(method)) for method in unlisted + found]

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
