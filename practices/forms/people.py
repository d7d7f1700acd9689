from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.figures import Whole
from practices.forms.page import StepForm
from publishing.fields import PlainParagraphs, PlainText

SHORT = forms.Textarea(attrs={"rows": 3})


class PeopleForm(StepForm):
    """Who does the work, for whom, and what was learnt from it."""

    translated = ("people_note", "risks", "lessons", "contact_post")
    plain = ("population", "people_needed")
    population = Whole(
        label=_("How many people does it serve?"), max_value=20_000_000,
        help_text=_("Residents who use it: of the streets, the villages, the whole municipality."),
    )
    people_needed = Whole(
        label=_("How many people does the work need?"), max_value=10_000,
        help_text=_("Those without whom it would stop: specialists, an accountant, drivers, volunteers."),
    )
    people_note = PlainParagraphs(
        label=_("Who does what?"), max_length=400, required=False, widget=SHORT,
        help_text=_("Posts and not names."),
    )
    risks = PlainParagraphs(
        label=_("What could have gone wrong, and what did you do about it?"), max_length=10_000, required=False,
        help_text=_("For example: the grant came late, residents did not pay, there was no spare part."),
    )
    lessons = PlainParagraphs(
        label=_("What would you do differently?"), max_length=10_000, required=False,
        help_text=_("Mistakes help colleagues as much as success."),
    )
    contact_post = PlainText(
        label=_("Whom may colleagues ask?"), max_length=200, required=False,
        help_text=_("A post, not a name: the person may change."),
    )
