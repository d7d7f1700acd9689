"""Answers become a draft through the forms of the submission pages, so that paper is held to the same rules."""

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from language.folding import fold
from places.choices import territory_choices
from practices import actions
from practices.forms import MOST_ROWS
from practices.forms.rows import RowsForm
from practices.offline_form.questions import Question, Section, sections
from practices.offline_form.reading import Answers
from practices.writing.pages import PAGES

# Each attempt takes out at least one wrong answer of every field; a page never needs as many.
ATTEMPTS = 5


@dataclass
class Summary:
    """What the author is told: what was read, what is wrong with an answer, and what belongs to no question."""

    read: list[str] = field(default_factory=list)
    wrong: list[dict] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def refuse(self, label, value, why):
        self.wrong.append({"label": str(label), "value": value, "why": str(why)})


@transaction.atomic
def take_in(*, by, answers: Answers, language: str, sha256: str):
    """Make a draft of the answers and return it with a summary and whether it is new.

    The same file of the same person is the same draft, which is not written over. Raises actions.TooMany.
    """
    practice = actions.begin(by=by, form_key=uuid.UUID(sha256[:32]), language=language, title="")
    summary = Summary(unread=list(answers.unread))
    is_new = practice.revision == 1
    written = {"values": {}, "links": {}, "rows": {}}
    for section in sections():
        form = _Page(section, practice, answers, summary).checked()
        for name, contents in written.items():
            contents |= getattr(form, name)() if form else {}
    if is_new:
        actions.write(practice=practice, by=by, seen=practice.revision, **written)
    return practice, summary, is_new


class _Page:
    """The answers to one page, as if they had been typed there."""

    def __init__(self, section: Section, practice, answers: Answers, summary: Summary):
        self.section, self.practice, self.summary = section, practice, summary
        self.labels = {question.key: str(question.label) for question in section.questions}
        self.options = {question.key: question.options for question in section.questions}
        self.data = {"revision": practice.revision}
        for question in section.questions:
            self._take(question, answers)
        self.rows = self._given_rows(answers) if section.table else []
        self.place = ""
        if section.page == "place":
            self._find_place()

    def checked(self):
        """Return the valid form; answers that it refuses are told in the summary. None when nothing helps."""
        form_class, _heading = PAGES[self.section.page]
        for _attempt in range(ATTEMPTS):
            form = form_class(self._posted(form_class), practice=self.practice, strict=False)
            if form.is_valid():
                self._tell_read()
                return form
            self._take_out_wrong(form)
        return None

    def _take(self, question: Question, answers):
        if not question.options:
            if question.key in answers.texts:
                self.data[question.key] = answers.texts[question.key]
            return
        marked = list(dict.fromkeys(answers.marked.get(question.key, [])))
        if question.key == "topics":
            self.data[question.key] = marked
        elif len(marked) > 1:
            self._refuse(question.key, marked, _("More than one is marked. Choose one."))
        elif marked:
            self.data[question.key] = marked[0]

    def _given_rows(self, answers):
        rows = [self._with_choices(row) for row in answers.rows.get(self.section.table.key, [])]
        for row in rows[MOST_ROWS:]:
            self.summary.unread.append(_in_one_line(row))
        return rows[:MOST_ROWS]

    def _with_choices(self, row):
        """The word in a cell becomes the choice it names; another word stays and is refused by the form."""
        chosen = dict(row)
        for column in self.section.table.columns:
            named = fold(row.get(column.key, ""))
            values = [value for value, label in _choices(column) if named and fold(label) == named]
            if values:
                chosen[column.key] = values[0]
        return chosen

    def _find_place(self):
        number = place_named(self.data.get("place_note", ""))
        if number:
            self.data["territory"] = number
            self.place = self.data.pop("place_note")

    def _posted(self, form_class):
        if not issubclass(form_class, RowsForm):
            return self.data
        prefix = form_class.rows_name
        counts = {f"{prefix}-TOTAL_FORMS": len(self.rows), f"{prefix}-INITIAL_FORMS": 0}
        cells = {f"{prefix}-{n}-{key}": value for n, row in enumerate(self.rows) for key, value in row.items()}
        return self.data | counts | cells

    def _take_out_wrong(self, form):
        for name, errors in form.errors.items():
            if name in self.data:
                self._refuse(name, self.data.pop(name), errors[0])
        for number, row in reversed(list(enumerate(getattr(form, "row_set", ())))):
            if row.errors and number < len(self.rows):
                self._take_out_row(number, row)
        if form.non_field_errors():
            self._take_out_all(form.non_field_errors()[0])

    def _refuse(self, name, value, why):
        """Tell it as the author knows it: what was marked by its name, what was written as it stands."""
        given = value if isinstance(value, list) else [str(value)]
        names = {option.value: str(option.label) for option in self.options.get(name, ())}
        self.summary.refuse(self.labels.get(name, ""), ", ".join(names.get(one, one) for one in given), why)

    def _take_out_row(self, number, form):
        row = self.rows[number]
        wrong = [name for name in form.errors if row.get(name)]
        if not wrong:
            # Something is wanting without which the rest says nothing.
            why = next(iter(form.errors.values()))[0]
            self.summary.refuse(self._row_label(number), _in_one_line(self.rows.pop(number)), why)
        for name in wrong:
            label = f"{self._row_label(number)}, {form.fields[name].label}"
            self.summary.refuse(label, row.pop(name), form.errors[name][0])

    def _take_out_all(self, why):
        for number, row in enumerate(self.rows):
            self.summary.refuse(self._row_label(number), _in_one_line(row), why)
        self.rows = []

    def _row_label(self, number):
        return _("%(table)s, row %(number)s") % {"table": self.section.table.heading, "number": number + 1}

    def _tell_read(self):
        answered = [label for key, label in self.labels.items() if self.data.get(key)]
        if self.place:
            answered.append(self.labels["place_note"])
        if self.rows:
            rows = ngettext("%(number)s row", "%(number)s rows", len(self.rows)) % {"number": len(self.rows)}
            answered.append(f"{self.section.table.heading}: {rows}")
        self.summary.read += answered


def place_named(words: str) -> int | None:
    """Return the number of the one unit of today that is called so in one of the languages."""
    wanted, found = fold(" ".join(words.split())), set()
    for code, _name in settings.LANGUAGES if wanted else ():
        for number, label in _flat(territory_choices(code)):
            if wanted in (fold(label), fold(label.partition(" — ")[0])):
                found.add(number)
    return found.pop() if len(found) == 1 else None


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def _choices(column):
    return [(option.value, label) for option in column.options for label in _in_all_languages(option.label)]


def _in_all_languages(label):
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            word = str(label)
        yield word


def _in_one_line(row):
    return " | ".join(str(value) for value in row.values() if value)
