"""What the form asks: the questions of the submission pages, with keys that no translation changes.

They are taken from the forms of the pages, so that paper and portal ask the same. Left out is what can only be
chosen from a long list (units, methods, acts): the place is asked in words, acts in the field for what is not
in the list.
"""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Topic
from practices.forms.examples import EXAMPLES, ROW_EXAMPLES
from practices.forms.rows import RowsForm
from practices.writing.pages import PAGES

CHOSEN_FROM_LISTS = {"territory", "act", "method_1", "method_2", "method_3"}
PLACE_LABEL = _("Where was it?")
PLACE_HINT = _("Write the village or municipality, and the district.")


@dataclass(frozen=True)
class Option:
    """An answer to be marked; known again by its value."""

    value: str
    label: object
    # What stands in the file for the value: letters, digits and low lines.
    mark: str


@dataclass(frozen=True)
class Question:
    """A question with one cell for the answer, or with options to be marked."""

    key: str
    label: object
    hint: object = ""
    example: object = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of the same short questions, as many as the author adds."""

    key: str
    heading: object
    example: object
    columns: tuple[Question, ...]


@dataclass(frozen=True)
class Section:
    """What one page of the submission asks."""

    page: str
    heading: object
    questions: tuple[Question, ...]
    table: Table | None = None


def sections() -> list[Section]:
    """Return everything the form asks, in the order of the pages."""
    return [_section(page, form, heading) for page, (form, heading) in PAGES.items()]


def _section(page, form, heading):
    questions = tuple(
        _question(name, field) for name, field in form.base_fields.items()
        if name not in CHOSEN_FROM_LISTS and not field.widget.is_hidden
    )
    has_rows = issubclass(form, RowsForm) and not CHOSEN_FROM_LISTS & set(form.row_form.base_fields)
    return Section(page, heading, questions, _table(form, heading) if has_rows else None)


def _question(name, field):
    label, hint = (PLACE_LABEL, PLACE_HINT) if name == "place_note" else (field.label, field.help_text)
    return Question(name, label, hint, EXAMPLES.get(name, ""), _options(field))


def _options(field):
    if isinstance(field, forms.ModelMultipleChoiceField):
        return tuple(Option(str(topic.pk), topic.name, topic.slug.replace("-", "_")) for topic in Topic.objects.all())
    if isinstance(field, forms.ChoiceField):
        return tuple(Option(value, label, value) for value, label in field.choices if value)
    return ()


def _table(form, heading):
    columns = tuple(
        _question(name, field) for name, field in form.row_form.base_fields.items() if not field.widget.is_hidden
    )
    return Table(form.rows_name, form.rows_heading or heading, ROW_EXAMPLES.get(form.rows_name, ""), columns)
