"""Reading xlsx from anyone: a bounded number of cells, no formulas, nothing that it links to."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO
from xml.parsers import expat

from examgen.errors import UserError, cited

LARGEST = 50_000_000
"""A workbook is not read that has more bytes than this, packed."""
UNPACKED = 300_000_000
"""Nor one that has more when it is unpacked; a hundred thousand students with twenty answers have a tenth of it."""
PARTS = 1_000
COLUMNS = 1_000
ROWS = 1_000_000
GAP = 10_000
"""More rows in between that are not there are left out, so that rows after them have other numbers in messages."""
WIDEST = 16_384
"""So many columns a spreadsheet has at most."""
LOOKED_INTO = 1_000_000
"""A sheet of more bytes is looked through for rows that are wider, before it is read."""


class SpreadsheetError(UserError):
    """A file is no workbook that can be read."""


def rows(content: bytes, name: str) -> Iterator[list[str]]:
    """The rows of the first sheet, one at a time, each cell as text. A formula counts for what it showed when it was saved.

    Raises:
        SpreadsheetError: it is damaged, locked, or larger than any class needs.
    """
    said = cited(name)
    if len(content) > LARGEST:
        raise SpreadsheetError(f"{said}: larger than {LARGEST:,} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > PARTS or unpacked > UNPACKED:
                raise SpreadsheetError(
                    f"{said}: it unpacks to {len(parts):,} parts of {unpacked:,} bytes, more than any class needs"
                )
            for part in parts:
                if part.file_size > LOOKED_INTO and "sheet" in part.filename:
                    with packed.open(part) as file:
                        _check_widths(file, said)
        from openpyxl import load_workbook

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a workbook says of its own size may be wrong, and would cut off what lies outside
            number = gap = 0
            for row in sheet.iter_rows(values_only=True):
                if not row:  # a million rows that are not there may stand before a stray cell at the end
                    gap += 1
                    continue
                blank: list[list[str]] = [[] for _ in range(gap if gap <= GAP else 0)]
                number, gap = number + len(blank) + 1, 0
                if number > ROWS:
                    raise SpreadsheetError(f"{said}: more than {ROWS:,} rows")
                yield from blank
                yield [_text(cell) for cell in row[:COLUMNS]]
        finally:
            book.close()
    except SpreadsheetError:
        raise
    except Exception as error:  # a broken workbook raises whatever its parser meets
        raise SpreadsheetError(
            f"{said} is not a readable workbook (xlsx): {cited(str(error), 100)}; save it again, or as CSV"
        ) from None


def _check_widths(file: IO[bytes], said: str) -> None:
    """Make sure that no row has cells without end: the reader of workbooks holds a whole row in memory."""
    cells = 0

    def begun(name: str, attributes: object) -> None:
        nonlocal cells
        cells = 0 if name.endswith("row") else cells + 1
        if cells > 4 * WIDEST:
            raise SpreadsheetError(f"{said}: a row of more than {WIDEST:,} cells, which no spreadsheet has")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    parser.ParseFile(file)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            return format(Decimal(repr(cell)), "f")
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
        case _:
            return str(cell)
