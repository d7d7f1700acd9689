"""The pages where the practice is told: what it is, where it was, what was done."""

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Topic
from places.choices import territory_choices
from places.models import Territory
from practices.collecting.forms import UsesMethods
from practices.forms.examples import give_examples
from practices.forms.page import StepForm
from practices.models import FIRST_YEAR, LAST_YEAR, Practice
from publishing.fields import PlainParagraphs, PlainText

YEAR_WANTED = _("Write the year with four digits, for example 2024.")
MOST_TOPICS = 3


class EssenceForm(UsesMethods, StepForm):
    translated = ("title", "summary")
    plain = ("kind",)
    title = PlainText(
        label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")},
        help_text=_("What was done, in a few words."),
    )
    summary = PlainParagraphs(
        label=_("In short"), max_length=400,
        error_messages={"required": _("Say in short what was done and what came of it.")},
        help_text=_("One or two sentences: what was done and what came of it.")
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Practice.Kind.choices, widget=forms.RadioSelect,
        help_text=_(
            "A case is what was done in one place. A method is a way of working that others can use. A tool is "
            "something ready to take: a form, a table, a calculation."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        give_examples(self.fields)

    def clean_kind(self):
        # An unfinished page may leave it open; the column never is.
        return self.cleaned_data["kind"] or self.practice.kind


class BeginForm(forms.Form):
    """The first press: nothing but a title and the language is needed to begin."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.ChoiceField(
        label=_("In which language will you write?"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        help_text=_("A curator translates the text into the other language."),
    )
    title = EssenceForm.base_fields["title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        give_examples(self.fields)


class PlaceForm(StepForm):
    translated = ("place_note",)
    plain = ("year_from", "year_to")
    territory = forms.ChoiceField(
        label=_("Where was it?"), required=False, help_text=_("Fill in this field or the next one.")
    )
    place_note = PlainText(
        label=_("If it was in several places, or the place is not in the list"), max_length=400, required=False,
        help_text=_("Write the names of villages or municipalities."),
    )
    year_from = forms.IntegerField(
        label=_("In which year did it begin?"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False,
        error_messages={"invalid": YEAR_WANTED},
        help_text=_("Four digits; the year in which the work itself began."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}), localize=False,
    )
    year_to = forms.IntegerField(
        label=_("In which year did it end?"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False,
        error_messages={"invalid": YEAR_WANTED},
        help_text=_("Leave empty if it goes on."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}), localize=False,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"), queryset=Topic.objects.all(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one topic.")},
        help_text=_("Choose from one to three."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A village or a former unit that a curator named is not in the list, and stays where it is.
        unlisted = [place for place in self.places[:1] if not place.is_current or place.kind == place.Kind.VILLAGE]
        for name in ("territory", "place_note"):
            # One of the two is needed, so neither is called optional.
            self.fields[name].one_of_two = True
        self.fields["territory"].choices = [
            ("", _("Choose from the list")),
            *[(place.pk, place.full_name) for place in unlisted],
            *territory_choices(get_language()),
        ]

    @cached_property
    def places(self):
        return list(self.practice.territories.with_parents())

    def kept(self):
        first = self.places[0].pk if self.places else self.practice.author.territory_id
        return super().kept() | {"territory": str(first or ""), "topics": list(self.practice.topics.all())}

    def clean_topics(self):
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise forms.ValidationError(_("Choose no more than three topics."))
        return topics

    def clean(self):
        clean = super().clean()
        first, last = clean.get("year_from"), clean.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", _("The last year cannot be before the first one."))
        has_place = clean.get("territory") or clean.get("place_note") or "place_note" in self.errors
        if self.strict and not has_place:
            self.add_error("territory", _("Choose a place, or describe it in the next field."))
        return clean

    def links(self):
        links = {}
        if "topics" in self.cleaned_data:
            links["topics"] = self.cleaned_data["topics"]
        chosen = self.cleaned_data.get("territory")
        # The page shows one place; further ones, added by a curator, stay as long as it is not changed.
        if chosen is not None and chosen not in [str(place.pk) for place in self.places]:
            links["territories"] = Territory.objects.filter(pk=chosen) if chosen else []
        return links


class StoryForm(StepForm):
    translated = ("problem", "solution")
    problem = PlainParagraphs(
        label=_("What was the problem?"), max_length=10_000,
        error_messages={"required": _("Tell what the problem was.")},
        help_text=_("How people lived before, and why it could not stay so."),
    )
    solution = PlainParagraphs(
        label=_("What was done?"), max_length=10_000,
        error_messages={"required": _("Tell what was done.")},
        help_text=_("Who did what, in which order, with whose help."),
    )
