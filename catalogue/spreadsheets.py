"""Tables that leave the portal hold text only, and those that come in are small: a table is no program."""

import csv
import io
import zipfile
from itertools import islice

import openpyxl
import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# Excel and Calc take a cell of a CSV file that begins so for a formula; in XLSX only «=» makes one.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 1_000
MOST_COLUMNS = 50
MOST_BYTES = 1_000_000
# A workbook is packed: a small file may hold a hundred times its size.
MOST_BYTES_UNPACKED = 20_000_000
# Empty rows that a table may have between its own.
MOST_EMPTY = 4_000


def bounded(rows) -> tablib.Dataset:
    """Return the table with its first row as headers; no row after the limit is read."""
    filled = [row for row in islice(rows, MOST_ROWS + MOST_EMPTY) if any(cell not in (None, "") for cell in row)]
    if len(filled) > MOST_ROWS + 1:
        raise ValidationError(
            _("The table has more than %(number)s rows. Divide it and send it in parts.") % {"number": MOST_ROWS}
        )
    head, *lines = filled or [()]
    width = len(head)
    padded = [(*line, *[""] * width)[:width] for line in lines]
    return tablib.Dataset(*padded, headers=head) if padded else tablib.Dataset()


class TextOnly:
    """A file format whose cells are written as they are read, an apostrophe before what could act."""

    dangerous = FORMULA_BEGINS

    def _escape_formulae(self, dataset):
        """Called by import-export before every export, as the settings ask."""
        for _row in range(len(dataset)):
            dataset.append([self.plain(cell) for cell in dataset.lpop()])

    def plain(self, cell):
        text = "" if cell is None else str(cell)
        # Excel drops a carriage return without a line feed, and what follows begins the cell.
        quoted = f"'{text}" if text.startswith(self.dangerous) else text
        return ILLEGAL_CHARACTERS_RE.sub("", quoted)


class TextCSV(TextOnly, CSV):
    def create_dataset(self, in_stream, **kwargs):
        return bounded(csv.reader(io.StringIO(in_stream.decode(self.encoding or "utf-8-sig"), newline="")))


class TextXLSX(TextOnly, XLSX):
    dangerous = ("=",)

    def create_dataset(self, in_stream, **kwargs):
        with zipfile.ZipFile(io.BytesIO(in_stream)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES_UNPACKED:
                raise ValidationError(_("The workbook is too big."))
        sheet = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True).active
        sheet.reset_dimensions()
        return bounded(sheet.iter_rows(max_row=MOST_ROWS + MOST_EMPTY, max_col=MOST_COLUMNS, values_only=True))


FILE_FORMATS = [TextXLSX, TextCSV]
