"""Marks the table of a very large class row by row, so that memory holds a few thousand students at a time however many there are.

Nothing is kept: what each student earned is handed on, to be written wherever it is wanted. A gradebook, decisions and feedback are for
classes whose answers a person looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.errors import cited
from examgen.exam.sealed import SealedExam
from examgen.exam.sheet import Sheet
from examgen.exam.text_file import TextFileError, not_regular
from examgen.marking.marker import Submission, mark_all
from examgen.marking.marks import PaperMark
from examgen.marking.saved import sheet_of
from examgen.marking.submissions import Students
from examgen.marking.tables import Row, rows_of_text

AT_ONCE = 5_000
"""So many students are marked at once."""


def mark_table(
    exam: SealedExam,
    table: Path,
    bank: Bank,
    *,
    keras: bool = True,
    tell: Callable[[str], None] = lambda problem: None,
) -> Iterator[PaperMark]:
    """Mark a table of answers as it is read, in its order; CSV or JSON lines, UTF-8.

    A student who stands there twice is marked twice: which counts is for whoever reads the marks.

    Args:
        exam: the exam.
        table: a row for each student, and a column for each answer; or JSON lines.
        bank: the questions.
        keras: whether both witnesses run again.
        tell: told of each row that is not marked, and why.

    Raises:
        TableError: it is no table of answers.
        TextFileError: it cannot be read, or is not UTF-8.
    """
    students = Students(exam)
    submissions = _submissions(exam, table, students, tell)
    while chunk := list(islice(submissions, AT_ONCE)):
        marked = mark_all(exam, chunk, bank, keras=keras)
        for failed in marked.unmarked:
            tell(f"{failed.paper.student}: not marked: {cited(failed.reason, 300)}")
        yield from marked.papers


def _submissions(
    exam: SealedExam, table: Path, students: Students, tell: Callable[[str], None]
) -> Iterator[Submission]:
    labels = frozenset(label for paper in exam.papers for label in paper.asks)
    for row in _rows(table, labels):
        student = students.of(row)
        if student is None:
            whose = row.whose or row.email or row.paper or "nobody"
            tell(f"{cited(str(table))}, row {row.line}: {cited(whose, 60)!r} is not on the roster of this exam")
            continue
        paper = students.papers[student]
        sheet: Sheet = sheet_of(exam.id, student, paper.number, row.answers, Path(f"{table}, row {row.line}"))
        yield paper, sheet.of(list(paper.asks))


def _rows(table: Path, labels: frozenset[str]) -> Iterator[Row]:
    name = cited(str(table))
    try:
        if what := not_regular(table.stat().st_mode):
            raise TextFileError(f"{name}: {what}, not a regular file")
        with table.open(encoding="utf-8-sig", newline="") as lines:
            yield from rows_of_text(lines, str(table), labels)
    except OSError as error:
        raise TextFileError(f"{name}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise TextFileError(
            f"{name}: expected UTF-8, found the invalid byte {error.object[error.start]:#04x}; save the file as UTF-8"
        ) from None
