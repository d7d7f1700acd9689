"""What the form itself says, in both languages: so that an answer is told from a question whose marks were lost."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from language.folding import fold
from practices.offline_form.document import example_of, instructions
from practices.offline_form.questions import Option, Question, Section, Table, sections


def folded(words) -> str:
    """Return the spelling by which lines are compared: one space between words, no mark at the ends."""
    return " ".join(fold(str(words)).split()).strip(" .:?!*•")


@dataclass
class Words:
    """The questions by their labels, and every line that is no answer."""

    sections: list[Section]
    questions: dict[str, Question] = field(default_factory=dict)
    options: dict[tuple[str, str], Option] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: set[str] = field(default_factory=set)

    def is_ours(self, line: str) -> bool:
        return folded(line) in self.lines


def words_of_form() -> Words:
    """Gather the labels of all languages."""
    words = Words(sections())
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            _learn(words)
    return words


def _learn(words):
    words.lines |= {"", folded(_("Form for a practice")), *map(folded, instructions())}
    for section in sections():
        words.lines.add(folded(section.heading))
        for question in section.questions:
            words.questions[folded(question.label)] = question
            _learn_lines(words, question)
            for option in question.options:
                words.options[question.key, folded(option.label)] = option
        if section.table:
            _learn_table(words, section.table)


def _learn_table(words, table: Table):
    words.lines |= {folded(table.heading), folded(example_of(table.example))}
    known = words.columns.setdefault(table.key, {})
    for column in table.columns:
        known[folded(column.label)] = column.key
        _learn_lines(words, column)
        words.lines.add(folded(" / ".join(str(option.label) for option in column.options)))
        for option in column.options:
            words.options[column.key, folded(option.label)] = option


def _learn_lines(words, question):
    words.lines |= {folded(question.label), folded(question.hint), folded(example_of(question.example))}
