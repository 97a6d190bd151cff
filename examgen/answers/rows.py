"""Reading text without brackets: rows, and the numbers in a row.

Students separate numbers by commas, semicolons, spaces, tabs or bars, and some write 0,5 for a half. A comma between
two digits is therefore read as a separator only where it cannot be a decimal or thousands mark, or where brackets make
it a separator; else the text is refused. A space always separates.
"""

from __future__ import annotations

import re

from examgen.answers.answer_type import Unreadable
from examgen.answers.fitting import number
from examgen.answers.numbers import COMMA, REAL, Marks, read_number
from examgen.answers.tidy import quote
from examgen.arrays import Scalar

Row = tuple[Scalar, ...]

_ROW_END = re.compile(r"\s?;\s?|\n")
_LOOSE_COMMA = re.compile(r"\s?,\s|\s,")
_DECIMAL_COMMA = r"(?:\d*|[1-9]\d{0,2}(?:\.\d{3})+),\d+"
_THOUSANDS = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?"
_ONE_NUMBER = re.compile(rf"[+-]?(?:{_DECIMAL_COMMA}|{_THOUSANDS})(?:[eE][+-]?\d+)?%?")
_SURE_DECIMAL_COMMA = re.compile(r"[+-]?(?:0,\d+|\d*,(?!\d{3}$)\d+|\d{4,},\d+)")
_MISSING = "a number is missing; write every number, for example 1, 2, 3"


def split_rows(text: str) -> list[str]:
    """The rows of a text, by semicolons and line breaks; a last separator ends the last row.

    Raises:
        Unreadable: a row is empty.
    """
    rows = [row.strip().removesuffix(",").strip() for row in _ROW_END.split(text)]
    if len(rows) > 1 and not rows[-1]:
        rows.pop()
    if not all(rows):
        raise Unreadable(_MISSING)
    return rows


def read_column(rows: list[str]) -> Row:
    """One number per row. The rows separate, so a comma within one is a decimal mark.

    ``1,346`` alone could be 1346; beside a ``0,25`` it is written by someone whose decimal mark is the comma.
    """
    marks = COMMA if any(_SURE_DECIMAL_COMMA.fullmatch(row.strip()) for row in rows) else REAL
    return tuple(_read_cell(row, marks) for row in rows)


def read_row(row: str, *, commas_separate: bool) -> Row:
    """The numbers of one row.

    Args:
        row: the text, without brackets.
        commas_separate: brackets tell that ``1,2`` is two numbers; else it could be one, and is refused.

    Raises:
        Unreadable: a number cannot be read, or the row can be read in two ways.
    """
    return tuple(_read_cell(cell) for cell in _split_cells(row, commas_separate))


def _split_cells(row: str, commas_separate: bool) -> list[str]:
    row = row.strip("|\t ")  # a row of a text table, or of a matrix drawn with bars
    for mark in "|&":
        if mark in row:
            return row.split(mark)
    parts = _LOOSE_COMMA.split(row)
    if len(parts) == 1 and "\t" in row:
        return row.split("\t")
    tight = [token for part in parts for token in part.split() if "," in token]
    if not tight:
        return parts if len(parts) > 1 else row.split() or [row]
    doubtful = next((token for token in tight if _ONE_NUMBER.fullmatch(token)), None)
    if doubtful and not (commas_separate and doubtful == row):
        several = quote(doubtful.replace(",", ", "))
        reason = f"{quote(doubtful)} could be one number or several"
        raise Unreadable(f"{reason}; write {several} for several, and one with a point as its only mark")
    return row.split(",")


def _read_cell(text: str, marks: Marks = REAL) -> Scalar:
    cell = text.strip()
    if not cell:
        raise Unreadable(_MISSING)
    if re.search(r"\d\s\d", cell):
        raise Unreadable(f"{quote(cell)} is more than one number; write every number apart in the same way")
    if re.fullmatch(r"0\d+", cell):  # as in 1 000
        raise Unreadable(f"{quote(cell)} could be the end of a longer number; write thousands without a mark")
    return number(read_number(cell, marks).value)
