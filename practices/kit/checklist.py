"""The steps of a practice as a Word table: each is ticked off, with the names and dates of one's own village."""

import io

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from docx.shared import Cm, Pt
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from practices.kit.qr import page_address
from practices.kit.words import told

LOCALES = {"ky": "ky-KG", "ru": "ru-RU"}
WIDTHS = (1.0, 13.2, 5.0, 3.5, 3.0)


def checklist(practice) -> bytes:
    """The document; who, when and «done» are left empty to be filled in."""
    document = _landscape()
    document.core_properties.title = _plain(told(practice, "title"))
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = LOCALES[get_language()]
    document.add_heading(_("Steps to repeat it"), level=1)
    document.add_paragraph(_plain(told(practice, "title")))
    _fill(document.add_table(rows=1, cols=len(WIDTHS), style="Table Grid"), practice.steps.all())
    document.add_paragraph(page_address(practice.get_absolute_url()))
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _landscape():
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALES[get_language()])
    normal.element.get_or_add_rPr().append(language)
    return document


def _fill(table, steps):
    heads = ("№", _("Step"), _("Who with us"), _("By when"), _("Done"))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    _repeat_on_every_page(table.rows[0])
    for number, step in enumerate(steps, start=1):
        cells = table.add_row().cells
        cells[0].text, cells[4].text = str(number), "☐"
        cells[1].paragraphs[0].add_run(_plain(told(step, "title"))).bold = True
        for line in filter(None, _plain(told(step, "text")).splitlines()):
            cells[1].add_paragraph(line)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)


def _repeat_on_every_page(row):
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _plain(text):
    """Characters that no XML may hold would leave a document that Word refuses."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
