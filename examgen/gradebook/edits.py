"""What somebody changed by hand in a table of grades: told, and taken for decisions where that is asked for."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from examgen.errors import UserError, cited
from examgen.exam.text_file import decode
from examgen.gradebook.table import COLUMNS, LOOK

SHOWN = 20
"""So many changes are told one by one."""
LARGEST = 20_000_000


class EditsError(UserError):
    """A table cannot be read as grades."""


@dataclass(frozen=True)
class Edit:
    """A cell that was changed."""

    student: str
    paper: str
    column: str
    before: str
    after: str

    @property
    def points(self) -> Decimal | None:
        """The new points; ``None`` where the cell does not hold points."""
        return number(self.after)


def number(text: str) -> Decimal | None:
    """Points from 0, to the hundredth, with a point or a comma; ``None`` for anything else."""
    match = re.fullmatch(r"\s*([0-9]{1,4})(?:[.,]([0-9]{1,2})0*)?\s*", text)
    return Decimal(f"{match[1]}.{match[2] or 0}") if match else None


ZIP = b"PK\x03\x04"
"""How an xlsx file begins."""


def table_rows(content: bytes, name: str) -> list[list[str]]:
    """The rows of a table in CSV or xlsx, cell by cell.

    Raises:
        UserError: it is none.
    """
    return list(_xlsx(content, name) if content.startswith(ZIP) else _csv(content, name))


def titles(content: bytes, name: str) -> list[str]:
    """The titles of a table."""
    return [title.strip() for title in (table_rows(content, name) or [[]])[0]]


def read_rows(content: bytes, name: str) -> list[dict[str, str]]:
    """The rows of any table, each cell by its title; without the sign that kept a spreadsheet from running it."""
    rows = table_rows(content, name)
    head = [title.strip() for title in rows[0]] if rows else []
    found = [dict(zip(head, (cell.strip() for cell in row), strict=False)) for row in rows[1:]]
    return [row for row in found if any(row.values())]


def read_table(content: bytes, name: str) -> dict[str, dict[str, str]]:
    """The rows of a table of grades by paper number, each cell by its title.

    Raises:
        EditsError: it is no such table.
    """
    head = titles(content, name)
    if not {"id", "paper"} <= set(head):
        got = cited(", ".join(head[:6]), 80) or "nothing"
        raise EditsError(f"{cited(name)}: expected a table of grades with the columns id and paper, got {got}")
    return {row.get("paper", "").upper(): row for row in read_rows(content, name)}


def _csv(content: bytes, name: str) -> Iterator[list[str]]:
    text = decode(content[:LARGEST]).text.removeprefix("\ufeff")
    head, _, rest = text.partition("\n")
    delimiter = ","
    if head.strip().lower().startswith("sep="):
        delimiter, text = head.strip()[4:5] or ",", rest
        head = rest.partition("\n")[0]
    if delimiter == ",":
        delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise EditsError(f"{cited(name)} is not a table: {error}") from None


def _xlsx(content: bytes, name: str) -> Iterator[list[str]]:
    from examgen.exam.spreadsheet import SpreadsheetError, rows

    try:
        yield from rows(content, name)
    except SpreadsheetError as error:
        raise EditsError(str(error)) from None


def edits(before: bytes, after: bytes, name: str) -> list[Edit]:
    """What was changed from one table to the other, cell by cell.

    Raises:
        EditsError: one of them is no table of grades.
    """
    old, new = read_table(before, name), read_table(after, name)
    return [
        Edit(row.get("id", ""), number, column, _plain(old[number].get(column, "")), _plain(cell))
        for number, row in new.items()
        if number in old
        for column, cell in row.items()
        if column in old[number] and not _same(old[number].get(column, ""), cell)
    ]


def is_points(column: str) -> bool:
    """Whether a column is one of an answer."""
    return column not in (*COLUMNS, LOOK) and column[:1].isdigit()


def _plain(cell: str) -> str:
    return cell.removesuffix(".0") if cell.endswith(".0") else cell


def _same(one: str, other: str) -> bool:
    """Whether two cells say the same; a spreadsheet writes 1.50 as 1.5 or 1,5."""
    if one == other:
        return True
    try:
        return Decimal(one.replace(",", ".")) == Decimal(other.replace(",", "."))
    except InvalidOperation:
        return False


def describe_edits(written: bytes, changed: bytes, name: str, folder: Path) -> Iterator[str]:
    """What was changed, for whoever changed it, and how to make it count."""
    try:
        found = edits(written, changed, name)
    except UserError:
        return
    for edit in found[:SHOWN]:
        before, after = edit.before or "empty", edit.after or "empty"
        cell = f"{cited(edit.student, 40)} {cited(edit.column, 40)}"
        yield f"{cited(name)}: {cell}: {cited(before, 40)} became {cited(after, 40)}"
    if len(found) > SHOWN:
        yield f"{cited(name)}: {len(found) - SHOWN} more changes"
    if any(is_points(edit.column) for edit in found):
        yield f"to make these points count: examgen decide {shlex.quote(str(folder))} --from {shlex.quote(str(folder / name))}"
