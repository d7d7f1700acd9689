"""What people fill in about a repeat: to begin it, and to tell how it goes."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from places.choices import territory_choices
from places.models import Territory
from practices.adopting.actions import MOVES, TOLD
from practices.models import Adoption
from publishing.fields import Figure, PlainParagraphs, PlainText

Stage = Adoption.Stage


class PlaceForm(forms.Form):
    """A repeat belongs to a municipality: whoever named none chooses it first."""

    territory = forms.TypedChoiceField(
        label=_("Municipality or territory"), coerce=int,
        error_messages={"required": _("Choose the municipality in which you work.")},
        help_text=_("It is saved on your page; you can change it there."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = [("", _("Not chosen")), *territory_choices(get_language())]

    def clean_territory(self):
        return Territory.objects.filter(pk=self.cleaned_data["territory"]).first()


class RepeatFields(forms.Form):
    """What both forms ask: whom to ask, and from whom it was learnt."""

    post = PlainText(
        label=_("Whom may colleagues ask?"), max_length=200, required=False,
        help_text=_("A post, not a name: the person may change. Example: «Responsible secretary of the ayil okmotu»."),
    )
    learnt_from = forms.ChoiceField(
        label=_("Learnt from the repeat of"), required=False,
        help_text=_("If another municipality that repeats this practice showed you how."),
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {str(adoption.pk): adoption for adoption in others}
        if not self.others:
            del self.fields["learnt_from"]
            return
        names = sorted(((str(a.place), pk) for pk, a in self.others.items()), key=lambda pair: pair[0].lower())
        self.fields["learnt_from"].choices = [
            ("", _("From nobody, or from the practice itself")), *((pk, name) for name, pk in names),
        ]

    def clean_learnt_from(self):
        return self.others.get(self.cleaned_data["learnt_from"])


class BeginForm(RepeatFields):
    """The first press: the stage stands ready, nothing else is needed."""

    stage = forms.ChoiceField(
        label=_("How far are you?"), widget=forms.RadioSelect, initial=Stage.INTERESTED,
        choices=[(stage.value, stage.label) for stage in Adoption.OPEN],
        error_messages={"required": _("Choose the stage.")},
    )
    field_order = ["stage", "post", "learnt_from"]


class TellForm(RepeatFields):
    """How it goes: the stage now or a later one, and what colleagues may learn."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    stage = forms.ChoiceField(
        label=_("How far are you?"), widget=forms.RadioSelect, error_messages={"required": _("Choose the stage.")}
    )
    note = PlainParagraphs(
        label=_("In a few words: how is it going?"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you have stopped, say why: it spares others trouble."),
    )
    changed = PlainParagraphs(
        label=_("What was done otherwise than in the practice?"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cost_total = Figure(
        label=_("What did it cost with you, in som?"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=_("A figure like 1 250 000. Leave empty if you do not know."),
    )
    result = PlainParagraphs(
        label=_("What came of it?"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when there is a result: what has changed for people, in figures if you have them."),
    )
    field_order = ["revision", "stage", "note", "result", "changed", "cost_total", "post", "learnt_from"]

    def __init__(self, data=None, *, adoption, others, initial=None):
        self.adoption = adoption
        kept = {name: getattr(adoption, name) for name in ("revision", "stage", *TOLD)}
        kept["learnt_from"] = str(adoption.learnt_from_id or "")
        super().__init__(data, others=others, initial=kept | (initial or {}))
        now = Stage(adoption.stage)
        as_before = (now.value, gettext("As before: %(stage)s") % {"stage": now.label})
        self.fields["stage"].choices = [as_before, *((stage.value, stage.label) for stage in MOVES[now])]
        if not MOVES[now]:
            self.fields["stage"].widget = forms.HiddenInput()

    def clean(self):
        clean = super().clean()
        stage = clean.get("stage")
        if stage == Stage.RESULT and not clean.get("result") and "result" not in self.errors:
            self.add_error("result", _("Write what came of it: a result without words helps nobody."))
        stops = stage == Stage.STOPPED != self.adoption.stage
        if stops and not clean.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say in a word why you have stopped."))
        return clean

    def values(self):
        """The columns for the verb; a list of teachers that was not shown changes nothing."""
        return {name: self.cleaned_data[name] for name in TOLD if name in self.fields}

    def says_what_is_kept(self):
        """Whether the row holds all of this already: the same press again."""
        kept = {name: getattr(self.adoption, name) for name in self.values()}
        last = self.adoption.stages.last()
        note = self.cleaned_data["note"]
        same_note = not note or (last is not None and last.note == note)
        return self.adoption.stage == self.cleaned_data["stage"] and kept == self.values() and same_note
