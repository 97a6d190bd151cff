"""Marks the table of a very large class row by row, so that memory holds a few thousand students at a time however many there are.

Nothing is kept: what each student earned is handed on, to be written wherever it is wanted. A gradebook, decisions and feedback are for
classes whose answers a person looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.errors import cited
from examgen.exam.sealed import SealedExam
from examgen.exam.sheet import Sheet
from examgen.exam.text_file import TextFileError, not_regular
from examgen.garbage import set_aside
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
    for chunk in mark_chunks(exam, table, bank, keras=keras, tell=tell):
        yield from chunk.marks


@dataclass(frozen=True)
class Chunk:
    """Some rows of a table, marked; no student stands among them twice.

    Attributes:
        submissions: what stands in the rows.
        marks: the papers that could be marked, in order.
        rows: the row of each student.
    """

    submissions: list[Submission]
    marks: tuple[PaperMark, ...]
    rows: dict[str, Row]


def mark_chunks(
    exam: SealedExam,
    table: Path,
    bank: Bank,
    *,
    keras: bool = True,
    tell: Callable[[str], None] = lambda problem: None,
) -> Iterator[Chunk]:
    """Mark a table as `mark_table` does, and keep what stands in the rows beside the marks, a few thousand students at a time.

    Raises:
        TableError: it is no table of answers.
        TextFileError: it cannot be read, or is not UTF-8.
    """
    submissions: list[Submission] = []
    rows: dict[str, Row] = {}

    def marked() -> Chunk:
        found = mark_all(exam, submissions, bank, keras=keras)
        for failed in found.unmarked:
            tell(f"{failed.paper.student}: not marked: {cited(failed.reason, 300)}")
        return Chunk(submissions, found.papers, rows)

    students = Students(exam)
    with set_aside():  # the exam of a large class stays
        for row, submission in _submissions(exam, table, students, tell):
            student = submission[0].student
            if len(submissions) == AT_ONCE or student in rows:
                yield marked()
                submissions, rows = [], {}
            submissions.append(submission)
            rows[student] = row
        if submissions:
            yield marked()


def _submissions(
    exam: SealedExam, table: Path, students: Students, tell: Callable[[str], None]
) -> Iterator[tuple[Row, Submission]]:
    labels = frozenset(label for paper in exam.papers for label in paper.asks)
    for row in _rows(table, labels):
        student = students.of(row)
        if student is None:
            whose = row.whose or row.email or row.paper or "nobody"
            tell(f"{cited(str(table))}, row {row.line}: {cited(whose, 60)!r} is not on the roster of this exam")
            continue
        paper = students.papers[student]
        sheet: Sheet = sheet_of(exam.id, student, paper.number, row.answers, table)
        yield row, (paper, sheet.of(paper.asks))


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
