"""The tables. Who a student is stands in `persons` alone; every other row is only ever added.

Rows have UUIDs, so that the gradebooks of two assistants can be merged. An exam, its papers and the readings of a submission get the
same UUID wherever they are recorded.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMESPACE = uuid.UUID("6f1c9d52-8f0e-4c55-9a0b-7f2f3f0f1f6a")
"""Of the UUIDs that are made from what they stand for."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, as text that sorts and that any tool reads."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Points(TypeDecorator[Decimal]):
    """Points, exact to the hundredth: kept as a whole number of hundredths."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((value * 100).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class Written(TypeDecorator[str]):
    """Text from elsewhere. No database takes every character: for those, a sign that stands for them; the bytes are kept anyway."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """A text as `Written` keeps it."""
    return text.replace("\0", "␀").encode("utf-8", "replace").decode("utf-8")


class Table(DeclarativeBase):
    """What all tables have: an id that no other row of any gradebook has."""

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)


class ExamRow(Table):
    """A sealed exam."""

    __tablename__ = "exams"

    name: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Written)
    made_from: Mapped[str] = mapped_column(String(64))
    engine: Mapped[str] = mapped_column(String(64))
    bank: Mapped[str] = mapped_column(String(64))


class PersonRow(Table):
    """A student. This is the only table that says who somebody is; `forget` empties a row of it."""

    __tablename__ = "persons"

    student: Mapped[str] = mapped_column(Written)
    name: Mapped[str] = mapped_column(Written)
    email: Mapped[str] = mapped_column(Written)
    columns: Mapped[dict[str, str]] = mapped_column(JSON)


class PaperRow(Table):
    """A paper of an exam, by its number, and whose it is."""

    __tablename__ = "papers"

    exam_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("exams.id"), index=True)
    number: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))


class SubmissionRow(Table):
    """What came in for a paper, to the byte."""

    __tablename__ = "submissions"
    __table_args__ = (Index("submissions_of_paper", "paper_id", "sha256"),)

    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(128))
    format: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(Written)
    named: Mapped[bool]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    handed_in: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(Written)


class EntryRow(Table):
    """One answer of a handwritten paper as a person typed it, or took it back."""

    __tablename__ = "entries"

    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"), index=True)
    label: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Written)


class RunRow(Table):
    """One marking, with the rules that it followed."""

    __tablename__ = "runs"

    exam_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("exams.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    engine: Mapped[str] = mapped_column(String(64))
    bank: Mapped[str] = mapped_column(String(64))
    witness: Mapped[str] = mapped_column(String(16))
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(Written)


class ResultRow(Table):
    """What a run made of one paper."""

    __tablename__ = "results"
    __table_args__ = (Index("results_of_paper", "paper_id"), Index("results_of_run", "run_id"))

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("runs.id"))
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"))
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submissions.id"))
    status: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Written)
    penalty: Mapped[Decimal] = mapped_column(Points)


class ReadingRow(Table):
    """What the machine took the text of one answer for."""

    __tablename__ = "readings"

    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    label: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Written)
    said: Mapped[str] = mapped_column(Written)
    value: Mapped[Any] = mapped_column(JSON)


class MarkRow(Table):
    """What one answer earned in a run, by which rule, and why."""

    __tablename__ = "marks"
    __table_args__ = (Index("marks_of_result", "result_id"),)

    result_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("results.id"))
    reading_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("readings.id"))
    label: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16))
    points: Mapped[Decimal] = mapped_column(Points)
    highest: Mapped[Decimal] = mapped_column(Points)
    of: Mapped[Decimal] = mapped_column(Points)
    pending: Mapped[bool]
    rule: Mapped[str] = mapped_column(Written)
    feedback: Mapped[str] = mapped_column(Written)
    diagnosis: Mapped[Any] = mapped_column(JSON)
    carried: Mapped[Any] = mapped_column(JSON)
    wrong_cells: Mapped[list[int]] = mapped_column(JSON)


class DecisionRow(Table):
    """What a person decided about one answer: who, when, why and what.

    ``text`` is the answer that it is about, ``reads`` what it is to be read as; ``batch`` joins what was decided at once for equal
    answers.
    """

    __tablename__ = "decisions"

    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"), index=True)
    label: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    points: Mapped[Decimal | None] = mapped_column(Points)
    of: Mapped[Decimal | None] = mapped_column(Points)
    text: Mapped[str] = mapped_column(Written)
    reads: Mapped[str] = mapped_column(Written)
    why: Mapped[str] = mapped_column(Written)
    batch: Mapped[uuid.UUID]
    withdraws: Mapped[uuid.UUID | None]


class ReleaseRow(Table):
    """Grades and feedback were given out, as they stood after a run."""

    __tablename__ = "releases"

    exam_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("exams.id"), index=True)
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("runs.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(128))
    papers: Mapped[dict[str, str]] = mapped_column(JSON)


GROWING = ("submissions", "entries", "runs", "results", "readings", "marks", "decisions", "releases")
"""Rows of these tables are never changed and never deleted; the database itself refuses."""
