"""Forgetting who a student is: the marks stay, for the statistics; the name goes."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text, update

from examgen.errors import UserError
from examgen.exam.files import access_of, write_whole
from examgen.exam.returned import parse_returned
from examgen.exam.sealed import FILE_NAME as SEALED
from examgen.exam.sealed import SealedExam
from examgen.exam.sheet import SheetError
from examgen.exam.text_file import TextFileError
from examgen.gradebook import schema
from examgen.gradebook.edits import ZIP, table_rows
from examgen.gradebook.output import EDITED
from examgen.gradebook.store import Gradebook
from examgen.marking.saved import FORMATS, parse_saved, saved
from examgen.rendering.forms import FORMS

CHANGED = ("submissions", "results", "entries")
"""Tables of which forgetting changes rows; for so long the database lets it."""


class ForgetError(UserError):
    """There is nobody to forget."""


def pseudonym(number: str) -> str:
    """What a forgotten student is called: by the number of the paper, which tells nothing."""
    return f"forgotten-{number}"


def forget(folder: Path, out: Path, exam: SealedExam, students: Sequence[str], url: str = "") -> list[Path]:
    """Forget students: in the gradebook, in the sealed exam, and by their files in the exam's folder.

    Args:
        folder: the exam's folder.
        out: the folder of the grades.
        exam: the sealed exam.
        students: their ids.
        url: where the gradebook is, if not in the folder.

    Returns:
        Files that may still name them, for a person to look at.

    Raises:
        ForgetError: one of them has no paper; nobody was forgotten then.
    """
    papers = {paper.student.casefold(): paper for paper in exam.papers if paper.student}
    if unknown := [student for student in students if student.casefold() not in papers]:
        raise ForgetError(f"{unknown[0]} has no paper in the exam {exam.id}, so nobody was forgotten")
    gone = [papers[student.casefold()] for student in students]
    if Gradebook.exists(out, url):
        with Gradebook.open(out, exam, url) as book:
            for paper in gone:
                _empty(book, paper.number)
            _purge(book)
    named = {name for paper in gone for name in (paper.student, f"{paper.student}-key")}
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not named.isdisjoint(_called(path.relative_to(folder)))
    ]

    def kept(digests: Mapping[str, str]) -> dict[str, str]:
        return {name: digest for name, digest in digests.items() if named.isdisjoint(_called(Path(name)))}

    numbers = {paper.number for paper in gone}
    forgotten = exam.model_copy(
        update={
            "papers": tuple(
                paper.model_copy(update={"student": pseudonym(paper.number), "name": "", "columns": {}})
                if paper.number in numbers
                else paper
                for paper in exam.papers
            ),
            "digests": kept(exam.digests),
            "sources": kept(exam.sources),
        }
    )
    forgotten.write(folder / SEALED, access_of(folder / SEALED))
    for path in files:
        path.unlink()
        if path.parent.name in named and not any(path.parent.iterdir()):
            path.parent.rmdir()  # of a form of several files
    for path in made_for_others(out):
        path.unlink()
    tables = {path for where in (folder, out) for path in (*where.glob(f"{EDITED}-*"), *where.glob(f".{EDITED}-*"))}
    left = [
        *(path for path in sorted(tables) if not _without_rows(path, numbers)),
        *out.glob("export/**/*"),
        *folder.glob("print/**/*.pdf"),
    ]
    return sorted({path for path in left if path.is_file()})


def _without_rows(path: Path, numbers: Collection[str]) -> bool:
    """Take the rows of some papers out of a table of grades that somebody changed by hand; returns whether that could be done."""
    try:
        rows = table_rows(content := path.read_bytes(), path.name)
        if content.startswith(ZIP) or "paper" not in (titles := [title.strip() for title in rows[0]]):
            return False
        place = titles.index("paper")
        kept = [row for row in rows if place >= len(row) or row[place].strip().upper() not in numbers]
        if len(kept) < len(rows):
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(kept)
            write_whole(path, ("\ufeff" + text.getvalue()).encode("utf-8", "backslashreplace"), access_of(path))
    except (OSError, UserError, IndexError):
        return False
    return True


def made_for_others(out: Path) -> list[Path]:
    """What was written beside the grades to be handed on, with names in it; it can be written again at any time."""
    found = [
        *out.glob("report.html"),
        *(p for kind in (".csv", ".zip", ".parquet") for p in out.glob(f"export/*/*{kind}")),
    ]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def _called(path: Path) -> set[str]:
    """The student that a file in a folder of the exam may be called after: by its own name, or by its folder's where a form has several.

    The folders of the exam, and the files beside them, are nobody's, whatever a student is called.
    """
    if len(path.parts) == 1:
        return set()
    return {path.stem, path.parts[1]} if path.parts[0] in FORMS and len(path.parts) > 2 else {path.stem}


def keep_forgotten(book: Gradebook) -> None:
    """Forget those once more who were forgotten: what was taken over from elsewhere may name them."""
    gone = [paper.number for paper in book.exam.papers if paper.student == pseudonym(paper.number)]
    for number in gone:
        _empty(book, number)
    if gone:
        _purge(book)


def _empty(book: Gradebook, number: str) -> None:
    """Take out of the gradebook what says whose a paper is; what was answered and what it earned stays."""
    paper_id = book.paper_id(number)
    with book.writing() as connection, _unlocked(connection):
        person = connection.execute(select(schema.PaperRow.person_id).where(schema.PaperRow.id == paper_id)).scalar()
        empty: dict[str, Any] = {"student": pseudonym(number), "name": "", "email": "", "columns": {}}
        connection.execute(update(schema.PersonRow).where(schema.PersonRow.id == person).values(**empty))
        rows = list(
            connection.execute(select(schema.SubmissionRow.__table__).where(schema.SubmissionRow.paper_id == paper_id))
        )
        for row in rows:
            values = {"source": "forgotten", "content": _anonymous(book, number, row), "format": "forgotten", "why": ""}
            connection.execute(update(schema.SubmissionRow).where(schema.SubmissionRow.id == row.id).values(**values))
        connection.execute(update(schema.ResultRow).where(schema.ResultRow.paper_id == paper_id).values(why=""))


def _anonymous(book: Gradebook, number: str, row: Any) -> bytes | None:
    """What was answered in a submission, without anything else that stood in it."""
    if row.content is None:
        return None
    try:
        sheet = (parse_saved if row.format in FORMATS else parse_returned)(row.content, Path("forgotten"))
    except (SheetError, TextFileError):
        return None
    faults = sheet.faults if row.format in FORMATS else {}  # those of a file may quote it
    return saved(book.exam.id, "", number, sheet.answers, faults)


@contextmanager
def _unlocked(connection: Connection) -> Iterator[None]:
    """Let rows be changed within this transaction, and within it alone."""
    if connection.dialect.name == "postgresql":
        for table in CHANGED:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_grows"))
        yield
        for table in CHANGED:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {table}_grows"))
        return
    triggers = list(
        connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%grows_update'")
        )
    )
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, made in triggers:
        connection.exec_driver_sql(made)


def _purge(book: Gradebook) -> None:
    """Let nothing of what was forgotten stay in the files of the database: both keep the old row until it is written over."""
    if book.engine.dialect.name == "postgresql":
        with book.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in ("persons", *CHANGED):
                connection.execute(text(f"VACUUM FULL {table}"))
    else:
        raw = book.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            raw.close()


__all__ = ["ForgetError", "forget", "keep_forgotten", "pseudonym"]
