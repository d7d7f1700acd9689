"""Tables that leave the portal hold text only: no cell is a formula, none has characters that Excel refuses."""

from import_export.formats.base_formats import CSV, XLSX
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# Excel and Calc take a cell of a CSV file that begins so for a formula; in XLSX only «=» makes one.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


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
    pass


class TextXLSX(TextOnly, XLSX):
    dangerous = ("=",)


FILE_FORMATS = [TextXLSX, TextCSV]
