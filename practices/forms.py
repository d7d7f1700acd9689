"""The pages of the submission: each form is one page, and writes columns of the author's language."""

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Topic
from places.choices import territory_choices
from places.models import Territory
from practices.models import FIRST_YEAR, LAST_YEAR, Practice
from publishing.fields import Figure, PlainParagraphs, PlainText
from publishing.uploads import accepted_extensions, check_count, check_upload, describe_limits

MOST_ROWS = 20
YEAR_WANTED = _("Write the year with four digits, for example 2024.")
MOST_TOPICS = 3


class StepForm(forms.Form):
    """One page of the submission.

    A draft may be kept unfinished: only «Continue» asks for the required fields (strict). values() gives
    columns, links() many-to-many contents, rows() sets of rows; all for practices.actions.write.
    """

    translated: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, practice, strict=True, more=False):
        self.practice = practice
        self.language = practice.language
        self.strict = strict
        super().__init__(data, files, initial=self.kept())

    def full_clean(self):
        """A draft may lack what «Continue» asks for; on screen the field stays a needed one."""
        needed = [] if self.strict else [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def kept(self):
        """What the draft holds now."""
        kept = {"revision": self.practice.revision}
        kept |= {name: getattr(self.practice, f"{name}_{self.language}") for name in self.translated}
        return kept | {name: getattr(self.practice, name) for name in self.plain}

    def values(self):
        clean = self.cleaned_data
        values = {f"{name}_{self.language}": clean[name] for name in self.translated if name in clean}
        return values | {name: clean[name] for name in self.plain if name in clean}

    def links(self):
        return {}

    def rows(self):
        return {}


class EssenceForm(StepForm):
    translated = ("title", "summary")
    plain = ("kind",)
    title = PlainText(
        label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")},
        help_text=_("What was done, in a few words. Example: «Street light on three village streets»."),
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


class MoneyForm(StepForm):
    translated = ("cost_note", "legal_basis", "lessons", "contact_post")
    plain = ("cost_total",)
    cost_total = Figure(
        label=_("What did it cost in all, in som?"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=_("A figure like 1 250 000. Leave empty if you do not know."),
    )
    cost_note = PlainParagraphs(
        label=_("Who paid what?"), max_length=2_000, required=False,
        help_text=_("Local budget, residents, donor, grant: who and how much."),
    )
    legal_basis = PlainParagraphs(
        label=_("Legal basis"), max_length=4_000, required=False,
        help_text=_("Acts and resolutions that this rests on, with numbers and dates."),
    )
    lessons = PlainParagraphs(
        label=_("What would you do differently?"), max_length=10_000, required=False,
        help_text=_("Mistakes help colleagues as much as success."),
    )
    contact_post = PlainText(
        label=_("Whom may colleagues ask?"), max_length=200, required=False,
        help_text=_("A post, not a name: the person may change. Example: «Responsible secretary of the ayil okmotu»."),
    )


class RowForm(forms.Form):
    """One row of a set; a row with all fields empty is left out, and so is taken away when it was there."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def is_filled(self):
        return any(value not in (None, "") for name, value in self.cleaned_data.items() if name != "id")


class StepRow(RowForm):
    title = PlainText(label=_("What to do"), max_length=200, required=False)
    text = PlainParagraphs(
        label=_("How"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        clean = super().clean()
        if clean.get("text") and not clean.get("title"):
            self.add_error("title", _("Name this step in a few words."))
        return clean


class IndicatorRow(RowForm):
    name = PlainText(label=_("What was measured"), max_length=200, required=False)
    unit = PlainText(label=_("Unit"), max_length=60, required=False)
    before = Figure(label=_("Before"), required=False, max_digits=16, decimal_places=3)
    after = Figure(label=_("After"), required=False, max_digits=16, decimal_places=3)

    def clean(self):
        clean = super().clean()
        has_figure = clean.get("before") is not None or clean.get("after") is not None
        if has_figure and not clean.get("name"):
            self.add_error("name", _("Say what was measured."))
        if (clean.get("name") or clean.get("unit")) and not has_figure and not self.errors:
            self.add_error("after", _("Give at least one figure, or empty the row."))
        return clean


class SourceRow(RowForm):
    title = PlainText(label=_("What it is"), max_length=200, required=False)
    url = forms.URLField(
        label=_("Address on the Internet"), max_length=500, required=False, assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )


class RowsForm(StepForm):
    """A page with one set of rows."""

    row_form: type[RowForm]
    rows_name = ""
    row_translated: tuple[str, ...] = ()
    row_plain: tuple[str, ...] = ()
    blank_rows = 3
    needs_row = ""

    def __init__(self, data=None, files=None, *, practice, strict=True, more=False):
        super().__init__(data, files, practice=practice, strict=strict)
        kept = [self._row_kept(row) for row in getattr(practice, self.rows_name).all()]
        extra = self.blank_rows if more else max(1, self.blank_rows - len(kept))
        row_set = forms.formset_factory(self.row_form, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1)
        self.row_set = row_set(data, initial=kept, prefix=self.rows_name)
        if more and len(kept) < len(self.row_set.forms):
            # Whoever asked for more rows goes on in the first new one.
            self.row_set.forms[len(kept)].visible_fields()[0].field.widget.attrs["autofocus"] = True

    def _row_kept(self, row):
        kept = {"id": row.pk} | {name: getattr(row, f"{name}_{self.language}") for name in self.row_translated}
        return kept | {name: getattr(row, name) for name in self.row_plain}

    def is_valid(self):
        valid = super().is_valid() and self.row_set.is_valid()
        if valid and self.strict and self.needs_row and not self.rows()[self.rows_name]:
            self.add_error(None, self.needs_row)
            return False
        return valid

    def rows(self):
        kept = [form for form in self.row_set.forms if form.is_valid() and self._stays(form)]
        return {self.rows_name: [self._columns(form.cleaned_data) for form in kept]}

    def _stays(self, form):
        # A row that so far has words only in the other language looks empty here and must not be lost.
        return form.is_filled() or (form.cleaned_data.get("id") and not form.has_changed())

    def _columns(self, clean):
        columns = {"id": clean.get("id")}
        columns |= {f"{name}_{self.language}": clean.get(name) or "" for name in self.row_translated}
        return columns | {name: clean.get(name) for name in self.row_plain}


class StepsForm(RowsForm):
    row_form, rows_name, row_translated = StepRow, "steps", ("title", "text")
    needs_row = _("Write at least one step: without it nobody can repeat the practice.")


class ResultsForm(RowsForm):
    row_form, rows_name = IndicatorRow, "indicators"
    row_translated, row_plain = ("name", "unit"), ("before", "after")


class SourcesForm(RowsForm):
    row_form, rows_name = SourceRow, "sources"
    row_translated, row_plain = ("title",), ("url",)


class FileForm(forms.Form):
    """One picture or document; what is wrong with a file is said in a sentence."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    caption = PlainText(
        label=_("What does it show?"), max_length=300, required=False,
        help_text=_("For those who cannot see the picture, and for search. Example: «The new water tower»."),
    )

    def __init__(self, *args, kept=0, **kwargs):
        self.kept = kept
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = describe_limits()
        self.fields["file"].widget.attrs["accept"] = accepted_extensions()

    def clean_file(self):
        check_count(self.kept + 1)
        return check_upload(self.cleaned_data["file"])
