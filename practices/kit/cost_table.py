"""Who paid what, as an Excel table with an empty column «with us» that adds itself up."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from catalogue.spreadsheets import TextXLSX
from practices.costs import shares
from practices.kit.words import told

WIDTHS = (34, 40, 18, 26, 18, 34)
MONEY = "#,##0.##"
LINE = Side(style="thin", color="FF857866")
plain = TextXLSX().plain


def cost_table(practice) -> bytes:
    """The workbook; what people wrote stands in it as text and never as a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Cost")
    sheet.append([plain(told(practice, "title"))])
    sheet.append([])
    sheet.append([
        _("Who paid"), _("For what"), _("Sum, som"), _("When"), _("With us, som"), _("With us: who and when"),
    ])
    lines = cost_lines(practice)
    for line in lines:
        sheet.append([plain(line["who"]), plain(line["what"]), line["amount"], line["when"]])
    _add_up(sheet, first=4, last=3 + max(1, len(lines)), total=practice.cost_total)
    _dress(sheet)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def cost_lines(practice) -> list[dict]:
    """The payments, then what nobody told the payer of; an unknown sum stays empty."""
    payments = list(practice.fundings.all())
    lines = []
    for share in shares(practice.cost_total, payments):
        payment = share.payment
        lines.append({
            "who": payment.get_payer_display() if payment else _("who gave the rest is not told"),
            "what": told(payment, "note") if payment else "",
            "amount": share.amount,
            "when": payment.paid_text if payment else "",
        })
    return lines


def _add_up(sheet, first, last, total):
    row = last + 1
    sheet.cell(row, 1, _("In all"))
    sheet.cell(row, 3, total)
    own = get_column_letter(5)
    sheet.cell(row, 5, f"=SUM({own}{first}:{own}{last})")
    for cell in sheet[row]:
        cell.font = Font(bold=True)


def _dress(sheet):
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in sheet.iter_rows(min_row=3, max_col=len(WIDTHS)):
        for cell in row:
            cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.column in (3, 5):
                cell.number_format = MONEY
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
