"""The page of the submission about the law: the acts, chosen from the list, and what is not in it."""

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from law.models import Act
from practices.forms.rows import RowForm, RowsForm
from publishing.fields import PlainParagraphs, PlainText

MOST_ACTS = 10
TITLE_SHOWN = 90


def label_of(act) -> str:
    """«№ 123, 20.10.2021 — О местной государственной администрации…»"""
    title = Truncator(act.title or "").chars(TITLE_SHOWN)
    label = " — ".join(filter(None, [act.short_reference, title]))
    return f"{label} ({act.get_state_display()})" if act.is_repealed else label


def act_choices(practice) -> list:
    """The acts by kinds. Decisions of single keneshes are too many: only those the text names already stand here."""
    offered = ~Q(kind=Act.Kind.KENESH) | Q(pk__in=practice.citations.values("act"))
    groups: dict[str, list] = {}
    for act in Act.objects.filter(offered).in_order():
        groups.setdefault(act.get_kind_display(), []).append((act.pk, label_of(act)))
    return [("", _("Choose from the list")), *groups.items()]


class CitationRow(RowForm):
    act = forms.TypedChoiceField(
        label=_("Act"), required=False, coerce=int, empty_value=None,
        help_text=_("The act that allowed the work or set its rules."),
    )
    provision = PlainText(
        label=_("Article, part, point"), max_length=120, required=False,
        help_text=_("Leave empty when the whole act is meant."),
    )

    def clean(self):
        clean = super().clean()
        if clean.get("provision") and not clean.get("act") and "act" not in self.errors:
            self.add_error("act", _("Choose the act. If it is not in the list, write it in the field below the rows."))
        return clean


class CitationsForm(RowsForm):
    """Acts chosen from the list are watched by the portal; what is not in the list is told in words."""

    row_form, rows_name = CitationRow, "citations"
    rows_heading = _("Acts it rests on")
    rows_first = True
    translated = ("legal_basis",)
    legal_basis = PlainParagraphs(
        label=_("What is not in the list"), max_length=4_000, required=False,
        help_text=_(
            "Decisions of your kenesh and other acts, with number and date, or a word on how the law was applied."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = act_choices(self.practice)
        for row in self.row_set.forms:
            row.fields["act"].choices = choices

    @cached_property
    def known(self):
        return list(self.practice.citations.select_related("act"))

    @property
    def stale(self):
        """Acts of the draft that changed since they were named."""
        return [citation for citation in self.known if citation.is_stale]

    def is_valid(self):
        return super().is_valid() and not self.row_set.total_error_count()

    def check_rows(self, rows):
        if len(rows) > MOST_ACTS:
            self.add_error(None, _("There is room for ten acts here. Leave those without which it could not be done."))
        first = {}
        for number, row in enumerate(self.row_set.forms, start=1):
            key = (row.cleaned_data.get("act"), (row.cleaned_data.get("provision") or "").casefold())
            if key[0] and key in first:
                message = gettext("The same stands in row %(number)s already. Name another article, or empty this row.")
                row.add_error("act", message % {"number": first[key]})
            first.setdefault(key, number)

    def rows(self):
        """A row is known by what it names: what stays the same keeps the day on which it was compared."""
        rows = super().rows()[self.rows_name]
        free = {citation.pk: citation for citation in self.known}
        same = {(citation.act_id, citation.provision): citation.pk for citation in self.known}
        moved = []
        for row in rows:
            pk = same.get((row["act_id"], row["provision"]))
            free.pop(pk, None)
            moved += [] if pk else [row]
            row["id"] = pk or row["id"]
        for row in moved:
            old = free.pop(row["id"], None)
            row["id"] = old.pk if old and old.act_id == row["act_id"] else None
        return {self.rows_name: rows}

    def _row_kept(self, row):
        return {"id": row.pk, "act": row.act_id, "provision": row.provision}

    def _columns(self, clean):
        return {"id": clean.get("id"), "act_id": clean.get("act"), "provision": clean.get("provision") or ""}
