"""The pages of the submission in their order, and the way from one to the next."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from practices import forms
from practices.citing.forms import CitationsForm
from practices.models import Practice
from practices.offline_form.kept import reading_of
from practices.passport.facts import with_facts
from practices.writing.meter import meter_of
from publishing import actions as publishing

# Name in the address -> (form, heading).
PAGES = {
    "essence": (forms.EssenceForm, gettext_lazy("What is it about?")),
    "place": (forms.PlaceForm, gettext_lazy("Where, when and on what topic?")),
    "story": (forms.StoryForm, gettext_lazy("The problem and the solution")),
    "steps": (forms.StepsForm, gettext_lazy("Steps by which others can repeat it")),
    "results": (forms.ResultsForm, gettext_lazy("How it ended, and the figures")),
    "people": (forms.PeopleForm, gettext_lazy("People, risks and lessons")),
    "money": (forms.MoneyForm, gettext_lazy("Cost")),
    "law": (CitationsForm, gettext_lazy("The law it rests on")),
    "sources": (forms.SourcesForm, gettext_lazy("Where to read more")),
}
ORDER = list(PAGES)
FILES, CHECK = "files", "check"
WAY = [*ORDER, FILES, CHECK]


def address(practice, page):
    """The address of a page of the submission, in the language of the reader."""
    if page in (FILES, CHECK):
        return reverse(f"practices:{page}", args=[practice.pk])
    return reverse("practices:write", args=[practice.pk, page])


def after(page):
    return WAY[WAY.index(page) + 1]


def before(page):
    return WAY[max(WAY.index(page) - 1, 0)]


def first_unfinished(practice):
    """The page on which the author goes on: the first that lacks what is needed, or else the check."""
    lacking = {
        "essence": not practice.has_words("summary"),
        "place": not practice.topics.all(),
        "story": not (practice.has_words("problem") and practice.has_words("solution")),
        "steps": not practice.steps.all(),
    }
    return next((page for page, lacks in lacking.items() if lacks), CHECK)


def own_draft(request, pk, *, for_meter=True):
    """The person's own draft; somebody else's, and one no longer theirs to change, does not exist for them.

    for_meter: with what the meter of completeness counts, which a draft that is only written to does not need.
    """
    base = with_facts() if for_meter else Practice.objects.all()
    practice = get_object_or_404(base.by(request.user).select_related("author"), pk=pk)
    return practice if practice.is_editable_by(request.user) else None


def frame(request, practice, page):
    """What every page of the submission shows: where one is, what the curator asked for, what is still missing."""
    return {
        "practice": practice,
        "page": page,
        "number": WAY.index(page) + 1,
        "of": len(WAY),
        "back": address(practice, before(page)) if page != ORDER[0] else reverse("practices:mine"),
        "asked": publishing.asked_of_author(practice),
        "meter": meter_of(practice, lambda name: address(practice, name)),
        "read_form": reading_of(request, practice),
    }
