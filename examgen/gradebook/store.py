"""Opening a gradebook: SQLite beside the exam or PostgreSQL by its URL, brought to the version of the tables that this examgen has."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from examgen.errors import UserError, cited
from examgen.exam.files import OWNER, Access
from examgen.exam.sealed import SealedExam, SealedPaper
from examgen.gradebook import schema
from examgen.gradebook.filesystem import is_network
from examgen.gradebook.login import login

FILE_NAME = "gradebook.sqlite"
VERSION = "0001"
"""The version of the tables, the last file in ``migrations/versions``."""
WAIT = 60
"""So many seconds one process waits for another to finish writing."""


__all__ = ["FILE_NAME", "Gradebook", "GradebookError", "exam_key", "login", "now"]


class GradebookError(UserError):
    """The gradebook cannot be opened or read."""


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def exam_key(exam: SealedExam) -> uuid.UUID:
    """The id of an exam in every gradebook; it stays when the exam is printed again."""
    return uuid.uuid5(schema.NAMESPACE, f"{exam.id}\n{exam.origin or exam.made_from}")


class Gradebook:
    """The gradebook of one exam, open.

    Attributes:
        notes: what whoever opened it should know, such as that it lies on a network share.
    """

    def __init__(self, engine: Engine, exam: SealedExam, notes: tuple[str, ...] = ()) -> None:
        self.engine, self.exam, self.notes = engine, exam, notes
        self.key = exam_key(exam)

    @staticmethod
    def exists(folder: Path, url: str = "") -> bool:
        """Whether there may be a gradebook already."""
        return bool(url) or (folder / FILE_NAME).exists()

    @classmethod
    @contextmanager
    def open(cls, folder: Path, exam: SealedExam, url: str = "", readers: Access = OWNER) -> Iterator[Gradebook]:
        """Open the gradebook of an exam, and make it where there is none.

        Args:
            folder: where the grades are.
            exam: the exam.
            url: a database elsewhere, such as ``postgresql://host/grades``.
            readers: who may read and write the file besides its owner.

        Raises:
            GradebookError: it cannot be opened, a newer examgen made it, or it is another exam's.
        """
        notes: tuple[str, ...] = ()
        if url:
            engine = _server(url)
        else:
            engine, notes = _file(folder / FILE_NAME, readers)
        try:
            with _explained(url or str(folder / FILE_NAME)):
                _upgrade(engine, url or str(folder / FILE_NAME))
                book = cls(engine, exam, notes)
                if not url:
                    book._check(folder)
                book._introduce()
            yield book
        finally:
            engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all that is written in it is kept, or nothing; other writers wait."""
        with _explained("the gradebook"), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of the gradebook that does not change while it is looked at."""
        with _explained("the gradebook"), self.engine.connect().execution_options(examgen_reads=True) as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    def paper_id(self, paper: SealedPaper | str) -> uuid.UUID:
        """The id of a paper."""
        return uuid.uuid5(self.key, paper if isinstance(paper, str) else paper.number)

    def _check(self, folder: Path) -> None:
        with self.reading() as connection:
            exams = list(connection.execute(select(schema.ExamRow.id, schema.ExamRow.name)))
        if exams and all(id_ != self.key for id_, _ in exams):
            other = "another version of the exam" if exams[0].name == self.exam.id else "the exam"
            raise GradebookError(
                f"{cited(str(folder))} holds the grades of {other} {cited(exams[0].name)!r}; choose another folder with --out"
            )

    def _introduce(self) -> None:
        """The exam, its papers and whose they are, where that is new."""
        with self.reading() as connection:
            if not (strange := self._strange(connection)):
                return
        with self.writing() as connection:
            strange = self._strange(connection)
            if connection.execute(select(schema.ExamRow.id).where(schema.ExamRow.id == self.key)).first() is None:
                row = {"id": self.key, "name": self.exam.id, "title": self.exam.title}
                row |= {"made_from": self.exam.made_from, "engine": self.exam.engine, "bank": self.exam.bank}
                connection.execute(insert(schema.ExamRow), row)
            for paper, known, person_id in strange:
                person = uuid.uuid4() if paper.student and person_id is None else person_id
                if paper.student and person_id is None:
                    email = next((v for k, v in paper.columns.items() if "mail" in k.casefold()), "")
                    who: dict[str, Any] = {"id": person, "student": paper.student, "name": paper.name, "email": email}
                    connection.execute(insert(schema.PersonRow), who | {"columns": dict(paper.columns)})
                if known:
                    change = update(schema.PaperRow).where(schema.PaperRow.id == self.paper_id(paper))
                    connection.execute(change.values(person_id=person))
                else:
                    row = {"id": self.paper_id(paper), "exam_id": self.key, "number": paper.number, "person_id": person}
                    connection.execute(insert(schema.PaperRow), row)

    def _strange(self, connection: Connection) -> list[tuple[SealedPaper, bool, uuid.UUID | None]]:
        """The papers that are new or have another student now: whether a row exists, and the student's where they are known."""
        query = select(schema.PaperRow.number, schema.PersonRow.student).outerjoin(
            schema.PersonRow, schema.PaperRow.person_id == schema.PersonRow.id
        )
        owners = {n: s or "" for n, s in connection.execute(query.where(schema.PaperRow.exam_id == self.key))}
        if all(owners.get(paper.number) == paper.student for paper in self.exam.papers):
            return []
        known = {s: id_ for id_, s in connection.execute(select(schema.PersonRow.id, schema.PersonRow.student))}
        return [
            (paper, paper.number in owners, known.get(paper.student) if paper.student else None)
            for paper in self.exam.papers
            if owners.get(paper.number) != paper.student
        ]


def _server(url: str) -> Engine:
    try:
        made = make_url(url)
        if made.drivername == "postgresql":
            made = made.set(drivername="postgresql+psycopg")
        if made.get_backend_name() != "postgresql":
            raise GradebookError(
                f"expected a gradebook's URL such as postgresql://host/grades, got {cited(url)!r}; without one it is a file beside the exam"
            )
        return create_engine(made)
    except (ArgumentError, NoSuchModuleError) as error:
        raise GradebookError(
            f"expected a gradebook's URL such as postgresql://host/grades, got {cited(url)!r}: {error}"
        ) from None
    except ImportError:
        raise GradebookError(
            "a gradebook in PostgreSQL needs the package psycopg; pip install 'examgen[postgres]'"
        ) from None


def _file(path: Path, readers: Access) -> tuple[Engine, tuple[str, ...]]:
    """SQLite in a file, written ahead (WAL) where all who open it share one machine's memory."""
    network = is_network(path.parent)
    notes: tuple[str, ...] = ()
    if network:
        notes = (
            f"{cited(str(path))} lies on a network share ({network}), where several machines must not write at once; "
            "each change is written in place (journal mode DELETE)",
        )
    made = not path.exists()
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # transactions begin below, also before a change of the tables
        mode = "DELETE" if network else "WAL"
        for pragma in (f"journal_mode = {mode}", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        reads = connection.get_execution_options().get("examgen_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    with suppress(OSError):
        if made:
            path.touch(mode=0o600)
        if readers.group is not None:
            os.chown(path, -1, readers.group)
            path.chmod(0o660)
    return engine, notes


def _upgrade(engine: Engine, where: str) -> None:
    """Bring the tables to this version; alembic is imported only where there is something to do."""
    if _version(engine) == VERSION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(6412001)"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise GradebookError(
                f"{cited(where)} was made by a newer examgen, or is not a gradebook; upgrade examgen to open it"
            ) from None


def _version(engine: Engine) -> str | None:
    with engine.connect().execution_options(examgen_reads=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def _explained(where: str) -> Iterator[None]:
    """What the database refuses, in one sentence."""
    try:
        yield
    except DBAPIError as error:
        why = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        raise GradebookError(f"{cited(where)}: {why}; {_advice(why)}") from error


def _advice(why: str) -> str:
    if "locked" in why:
        return f"another process has been writing for {WAIT} seconds; try again when it is done"
    if "not a database" in why or "malformed" in why:
        return "the file is damaged; take it from your backup, or move it away and mark again"
    if "only added" in why:
        return "rows of the gradebook are only added"
    return "make sure that it can be reached and written, and try again"
