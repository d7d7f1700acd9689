"""The answers of a filled-in form, found by its hidden names or, where an editor dropped them, by its questions."""

from dataclasses import dataclass, field

from docx.oxml import parse_xml

from language.cleaning import clean_text
from practices.offline_form import markup
from practices.offline_form.names import of_column, of_option, of_question
from practices.offline_form.questions import Question
from practices.offline_form.words import Words, folded, words_of_form
from publishing.uploads.archives import opened
from publishing.uploads.refusals import UploadRefused

# Many times what all fields together can hold.
MOST_BYTES, MOST_LETTERS = 8 * 1024 * 1024, 400_000
NOT_A_MARK = {"", "-", "–", "—", "0", "нет", "жок", "no", "☐", "□"}


class NotTheForm(Exception):
    """No question of ours is in the document."""


class TooMuchText(Exception):
    """More text than a practice can hold."""


@dataclass
class Answers:
    """What was found: texts by question, marked values by question, rows by table, and what belongs to nothing."""

    texts: dict[str, str] = field(default_factory=dict)
    marked: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.texts or self.marked or self.rows)


def read_form(content: bytes) -> Answers:
    """Read a checked DOCX. Raises NotTheForm, TooMuchText, or UploadRefused when it does not open."""
    body = _body(content)
    if sum(len(mark.text or "") for mark in body.iter() if markup.local(mark) == "t") > MOST_LETTERS:
        raise TooMuchText
    reader = _Reader(words_of_form())
    for block in markup.parts(body, "p", "tbl"):
        if markup.local(block) == "tbl":
            reader.read_table(block)
        else:
            reader.leave_over(markup.text(block).splitlines())
    if not reader.found:
        raise NotTheForm
    return reader.answers


def _body(content):
    with opened(content) as archive:
        name = _main_part(archive)
        if archive.getinfo(name).file_size > MOST_BYTES:
            raise TooMuchText
        document = _parsed(archive.read(name))
    body = next(markup.parts(document, "body"), None)
    if body is None:
        raise UploadRefused("damaged")
    return body


def _main_part(archive):
    """The part with the text; most programs call it word/document.xml, but they need not."""
    for link in _parsed(archive.read("_rels/.rels")):
        target = markup.attribute(link, "Target").lstrip("/")
        if markup.attribute(link, "Type").endswith("/officeDocument") and target in archive.namelist():
            return target
    raise UploadRefused("damaged")


def _parsed(data):
    try:
        return parse_xml(data)
    except SyntaxError as error:
        raise UploadRefused("damaged") from error


class _Reader:
    """Goes through the document; a table may hold several questions, one below another."""

    def __init__(self, words: Words):
        self.words, self.answers, self.found = words, Answers(), False
        asked = [question for section in words.sections for question in section.questions]
        self.by_name = {of_question(question.key): question for question in asked}
        self.option_names = {
            of_option(question.key, option.mark): (question.key, option.value)
            for question in asked for option in question.options
        }
        self.column_names = {
            of_column(section.table.key, column.key): (section.table.key, column.key)
            for section in words.sections if section.table for column in section.table.columns
        }

    def leave_over(self, lines):
        """Keep what is no word of the form itself."""
        left = [clean_text(line) for line in lines if not self.words.is_ours(line)]
        self.answers.unread += [line for line in left if line]

    def read_table(self, table):
        question, columns = None, None
        for row in markup.rows(table):
            cells = list(markup.parts(row, "tc"))
            head = self._head(cells)
            asked = None if head else self._question(row, cells)
            if head:
                question, columns = None, head
            elif asked:
                question, columns = asked, None
                self._take_answer(asked, cells)
            elif not (question and self._take_mark(question, row, cells)) and not self._take_row(columns, cells):
                self.leave_over(_lines(cells))

    def _head(self, cells):
        """The table and the key of each column, when this row is the head of a table."""
        named = [self._first(cell, self.column_names) for cell in cells]
        tables = {table for table, _key in filter(None, named)}
        if not tables:
            return self._head_by_words(cells)
        self.found = True
        return tables.pop(), [name[1] if name else "" for name in named]

    def _head_by_words(self, cells):
        labels = [_label(cell) for cell in cells]
        for table, known in self.words.columns.items():
            if len(labels) > 1 and all(label in known for label in labels):
                self.found = True
                return table, [known[label] for label in labels]
        return None

    def _question(self, row, cells) -> Question | None:
        asked = self._first(row, self.by_name)
        if not asked and cells:
            asked = self.words.questions.get(_label(cells[0]))
        self.found = self.found or bool(asked)
        return asked

    @staticmethod
    def _first(element, known):
        return next((known[name] for name in markup.names(element) if name in known), None)

    def _take_answer(self, asked, cells):
        beside = clean_text("\n".join(markup.text(cell) for cell in cells[1:]))
        # Some write below the question instead of beside it.
        below = [line for line in markup.text(cells[0]).splitlines() if not self.words.is_ours(line)]
        if asked.options:
            self.leave_over(below)
            return
        if beside:
            self.leave_over(below)
        text = beside or clean_text("\n".join(below))
        if text:
            known = self.answers.texts.get(asked.key)
            self.answers.texts[asked.key] = f"{known}\n{text}" if known else text

    def _take_mark(self, question, row, cells):
        if not question.options or len(cells) < 2:
            return False
        named = self._first(row, self.option_names)
        option = self.words.options.get((question.key, _label(cells[-1])))
        if not named and not option:
            return False
        key, value = named or (question.key, option.value)
        if folded(markup.text(cells[0])) not in NOT_A_MARK:
            self.answers.marked.setdefault(key, []).append(value)
        return True

    def _take_row(self, columns, cells):
        if not columns:
            return False
        table, keys = columns
        values, place = {}, 0
        for cell in cells:
            text = clean_text(markup.text(cell))
            key = keys[place] if place < len(keys) else ""
            place += markup.span(cell)
            if key and text:
                values[key] = text
            else:
                self.leave_over(text.splitlines())
        if values:
            self.answers.rows.setdefault(table, []).append(values)
        return True


def _label(cell):
    """The first line of a cell: the question; hint and example stand below it."""
    return folded(next(iter(markup.text(cell).splitlines()), ""))


def _lines(cells):
    return [line for cell in cells for line in markup.text(cell).splitlines()]
