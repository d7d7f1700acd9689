"""The form as a Word document in the language of the page."""

import io

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from practices.kit.checklist import LOCALES
from practices.offline_form import names
from practices.offline_form.questions import sections

BLANK_ROWS = {"steps": 8, "indicators": 5, "fundings": 5, "sources": 4}
QUESTION_WIDTHS, OPTION_WIDTHS, WHOLE = (6.0, 11.0), (1.5, 15.5), 17.0
ANSWER_SHADE = "FFF9E5"
MUTED = RGBColor(0x55, 0x5F, 0x66)


def instructions() -> list[str]:
    """What stands at the head of the form."""
    return [
        _("Fill in this form without the Internet, on a computer or a telephone, and upload it to the portal when "
          "there is a connection: «Submit a practice», then «Upload a filled-in form»."),
        _("Write in the shaded cells. Leave empty what you do not know: nothing here is a must, and what is missing "
          "can be added on the portal later."),
        _("Where you choose, put «x» into the cell before the answer."),
        _("In tables you may add rows. Do not delete the questions: by them the portal knows the answers again."),
        _("Pictures and documents are added on the portal after the form was read."),
    ]


def blank_form() -> bytes:
    """Return the form without answers."""
    document = _paper()
    document.add_heading(_("Form for a practice"), level=1)
    for line in instructions():
        document.add_paragraph(line, style="List Bullet")
    marks = _Bookmarks()
    for section in sections():
        document.add_heading(str(section.heading), level=2)
        for question in section.questions:
            (_add_options if question.options else _add_question)(document, question, marks)
        if section.table:
            _add_table(document, section.table, marks)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _paper():
    document = Document()
    properties = document.core_properties
    properties.title, properties.language = _("Form for a practice"), LOCALES[get_language()]
    properties.author = properties.comments = ""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALES[get_language()])
    normal.element.get_or_add_rPr().append(language)
    return document


class _Bookmarks:
    """Bookmarks have numbers of their own in a document."""

    def __init__(self):
        self.number = 0

    def put(self, paragraph, name):
        self.number += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self.number))
        start.set(qn("w:name"), name)
        paragraph._p.append(start)
        paragraph._p.append(end)


def _add_question(document, question, marks):
    table = _grid(document, QUESTION_WIDTHS)
    label, answer = table.add_row().cells
    _write_question(label, question)
    marks.put(label.paragraphs[0], names.of_question(question.key))
    _finish(table, QUESTION_WIDTHS)
    _shade(answer)
    document.add_paragraph()


def _add_options(document, question, marks):
    table = _grid(document, OPTION_WIDTHS)
    head = table.add_row().cells
    head = head[0].merge(head[1])
    _write_question(head, question)
    marks.put(head.paragraphs[0], names.of_question(question.key))
    for option in question.options:
        mark, label = table.add_row().cells
        label.text = str(option.label)
        marks.put(label.paragraphs[0], names.of_option(question.key, option.mark))
        _shade(mark)
    _finish(table, OPTION_WIDTHS)
    document.add_paragraph()


def _add_table(document, asked, marks):
    document.add_heading(str(asked.heading), level=3)
    if asked.example:
        _quiet(document.add_paragraph(), example_of(asked.example))
    widths = (WHOLE / len(asked.columns),) * len(asked.columns)
    table = _grid(document, widths)
    head = table.add_row()
    for cell, column in zip(head.cells, asked.columns, strict=True):
        _write_question(cell, column)
        if column.options:
            _quiet(cell.add_paragraph(), " / ".join(str(option.label) for option in column.options))
        marks.put(cell.paragraphs[0], names.of_column(asked.key, column.key))
    marks.put(head.cells[0].paragraphs[0], names.of_table(asked.key))
    for _number in range(BLANK_ROWS.get(asked.key, 5)):
        for cell in table.add_row().cells:
            _shade(cell)
    _finish(table, widths)
    document.add_paragraph()


def _grid(document, widths):
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    return table


def _write_question(cell, question):
    cell.paragraphs[0].add_run(str(question.label)).bold = True
    if question.hint:
        _quiet(cell.add_paragraph(), str(question.hint))
    if question.example:
        _quiet(cell.add_paragraph(), example_of(question.example))


def example_of(text) -> str:
    """Return the line with the example."""
    return _("Example: %(text)s") % {"text": text}


def _quiet(paragraph, text):
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), MUTED


def _finish(table, widths):
    for row in table.rows:
        cells = row._tr.tc_lst
        for cell, width in zip(cells, widths if len(cells) > 1 else (WHOLE,), strict=True):
            cell.width = Cm(width)


def _shade(cell):
    shade = OxmlElement("w:shd")
    for name, value in {"val": "clear", "color": "auto", "fill": ANSWER_SHADE}.items():
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
