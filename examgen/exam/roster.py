"""The students: a CSV file with a column ``id`` and a column ``name``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from examgen.errors import UserError


class RosterError(UserError):
    """The roster cannot be used; the message names the file and the line."""


@dataclass(frozen=True)
class Student:
    """A student; the id names their files."""

    id: str
    name: str


_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_RESERVED = {"con", "prn", "aux", "nul"}  # names that Windows keeps for itself


def read_roster(path: Path) -> list[Student]:
    """Read the students in the order of the file; other columns are left alone.

    Raises:
        RosterError: it cannot be read, holds no student, an id twice, or an id that cannot name a file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RosterError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RosterError(f"{path}: not UTF-8 text; save it as CSV UTF-8") from None
    header = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(), delimiter=max(",;\t", key=header.count))
    titles = [title.strip().lower() for title in next(rows, [])]
    if "id" not in titles:
        raise RosterError(f"{path}:1: expected a header line with the columns id and name, got {header.strip()!r}")
    students: list[Student] = []
    seen: dict[str, int] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = {title: cell.strip() for title, cell in zip(titles, row, strict=False)}
        student = Student(cells.get("id", ""), cells.get("name", "") or cells.get("id", ""))
        where = f"{path}:{rows.line_num}"
        if not _ID.fullmatch(student.id) or student.id.lower() in _RESERVED:
            raise RosterError(
                f"{where}: the id {student.id!r} cannot name a file; use letters, digits and . _ @ + - (at most 64)"
            )
        if (first := seen.setdefault(student.id.lower(), rows.line_num)) != rows.line_num:
            raise RosterError(
                f"{where}: the id {student.id!r} stands on line {first} already; every student needs their own"
            )
        students.append(student)
    if not students:
        raise RosterError(f"{path}: no student in it; add a line such as s1001,Ada Lovelace")
    return students
