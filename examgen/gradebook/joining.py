"""Taking over what another gradebook of the same exam says: that of a second assistant, or of a machine without a network."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from examgen.errors import cited
from examgen.exam.printing import points_text
from examgen.gradebook import schema
from examgen.gradebook.forget import keep_forgotten
from examgen.gradebook.record import AT_ONCE, last_rules, unless_there
from examgen.gradebook.standing import standing
from examgen.gradebook.store import FILE_NAME, Gradebook, GradebookError

TAKEN: tuple[type[schema.Table], ...] = (
    schema.SubmissionRow,
    schema.EntryRow,
    schema.RunRow,
    schema.ResultRow,
    schema.ReadingRow,
    schema.MarkRow,
    schema.DecisionRow,
    schema.ReleaseRow,
)
"""In this order, so that every row finds the one it belongs to. Who a student is stays as this gradebook knows it."""


@dataclass(frozen=True)
class Joined:
    """What was taken over.

    Attributes:
        rows: how many rows were new, by table.
        notes: what a person should look at.
    """

    rows: dict[str, int]
    notes: tuple[str, ...]


def join(book: Gradebook, other: Path) -> Joined:
    """Take over all rows of another gradebook that this one does not have; the other one is not changed.

    Of a paper that was marked in both, the later run stands, as always.

    Args:
        book: the gradebook.
        other: the other one's file, or the folder that it is in.

    Raises:
        GradebookError: there is none, or it is of another exam.
    """
    path = other / FILE_NAME if other.is_dir() else other
    if not path.is_file():
        raise GradebookError(f"{cited(str(path))} does not exist; expected a {FILE_NAME} or the folder that it is in")
    before = {paper.paper.number: paper for paper in standing(book, history=False).papers}
    rules = last_rules(book)
    with _copy(path) as folder:
        _check(book, folder / FILE_NAME, path)
        with Gradebook.open(folder, book.exam) as theirs:
            their_rules = last_rules(theirs)
            rows = _take(book, theirs)
    keep_forgotten(book)
    after = standing(book, history=False)
    notes = []
    if rules is not None and their_rules is not None and rules != their_rules:
        notes.append(
            "the gradebooks were marked by different rules; those of the last run apply, and examgen regrade applies them to all papers"
        )
    for paper in after.papers:
        was = before.get(paper.paper.number)
        if was is not None and was.status == paper.status == "marked" and was.points != paper.points:
            who = paper.paper.student or paper.paper.number
            notes.append(f"{who}: {points_text(was.points)} points here, {points_text(paper.points)} after the merge")
    return Joined(rows, tuple(notes[:50]))


def _take(book: Gradebook, theirs: Gradebook) -> dict[str, int]:
    rows: dict[str, int] = {}
    with theirs.reading() as source, book.writing() as target:
        for table in TAKEN:
            count = select(func.count()).select_from(table)
            before = int(target.execute(count).scalar_one())
            bundle: list[dict[str, Any]] = []
            for row in source.execute(select(table.__table__)):
                bundle.append(dict(row._mapping))
                if len(bundle) >= AT_ONCE:
                    target.execute(unless_there(target, table), bundle)
                    bundle.clear()
            if bundle:
                target.execute(unless_there(target, table), bundle)
            rows[table.__tablename__] = int(target.execute(count).scalar_one()) - before
    return rows


@contextmanager
def _copy(path: Path) -> Iterator[Path]:
    """A copy of a gradebook as it is at this moment, also while somebody writes."""
    with tempfile.TemporaryDirectory(prefix="examgen-") as folder:
        try:
            with (
                closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(Path(folder) / FILE_NAME)) as copy,
            ):
                source.backup(copy)
        except sqlite3.Error as error:
            raise GradebookError(f"{cited(str(path))} is not a readable gradebook: {error}") from None
        yield Path(folder)


def _check(book: Gradebook, copy: Path, path: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            ids = {str(row[0]) for row in connection.execute("SELECT id FROM exams")}
    except sqlite3.Error as error:
        raise GradebookError(f"{cited(str(path))} is not a readable gradebook: {error}") from None
    if book.key.hex not in ids:
        raise GradebookError(
            f"{cited(str(path))} is not a gradebook of the exam {book.exam.id!r}, so nothing was merged"
        )
