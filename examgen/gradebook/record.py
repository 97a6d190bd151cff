"""Writing a marking into the gradebook, all of it in one transaction."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Insert, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from examgen import __version__
from examgen.arrays import json_ready
from examgen.gradebook import schema
from examgen.gradebook.store import Gradebook, login, now
from examgen.judge.words import feedback
from examgen.marking.marker import Marked
from examgen.marking.marks import AskMark, PaperMark, QuestionMark
from examgen.marking.received import Received

AT_ONCE = 5_000
"""So many rows are handed to the database at once."""


def record(
    book: Gradebook,
    marked: Marked,
    received: Mapping[str, Received],
    *,
    rules: Mapping[str, Any],
    unmarked: Mapping[str, str] | None = None,
    kind: str = "grade",
    keras: bool = True,
    by: str = "",
    why: str = "",
) -> uuid.UUID:
    """Write down a run: what came in, what was read, what it earned, and by which rules.

    Args:
        book: the gradebook.
        marked: what marking found.
        received: what counts of what was handed in, by paper number.
        rules: the rules that the run followed.
        unmarked: why other papers that were handed in were not marked, by number.
        kind: ``grade`` or ``regrade``.
        keras: whether both witnesses ran.
        by: who marks; the login name without it.
        why: the reason, for a regrade.

    Returns:
        The id of the run.
    """
    run, at, by = uuid.uuid4(), now(), (by or login())[:128]
    reasons = dict(unmarked or {}) | {item.paper.number: item.reason for item in marked.unmarked}
    with book.writing() as connection:
        submissions = _submissions(book, connection, received, at, by)
        row = {"id": run, "exam_id": book.key, "at": at, "by": by, "kind": kind, "why": why}
        row |= {"engine": __version__, "bank": book.exam.bank, "witness": "both" if keras else "sealed", "rules": rules}
        connection.execute(insert(schema.Run), row)
        before = _last_results(book, connection)
        writer = _Writer(connection)
        seen = set()
        for mark in marked.papers:
            seen.add(mark.paper.number)
            result = _result(book, run, mark.paper.number, "marked", submissions)
            writer.add(schema.Result, result)
            for question in mark.questions:
                for ask in question.asks:
                    reading, earned = _mark(result, question, ask)
                    writer.add(schema.Reading, reading)
                    writer.add(schema.Mark, earned)
        for number, reason in reasons.items():
            seen.add(number)
            writer.add(schema.Result, _result(book, run, number, "unmarked", submissions) | {"why": reason})
        for paper in book.exam.papers:
            last = before.get(book.paper_id(paper))
            if paper.number not in seen and last is not None and last.status != "absent":
                writer.add(schema.Result, _result(book, run, paper.number, "absent", {}))
        writer.flush()
    return run


class _Writer:
    """Hands rows to the database in bundles, results before the marks that belong to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[type[schema.Table], list[dict[str, Any]]] = {
            schema.Result: [],
            schema.Reading: [],
            schema.Mark: [],
        }

    def add(self, table: type[schema.Table], row: dict[str, Any]) -> None:
        self._waiting[table].append(row)
        if len(self._waiting[schema.Mark]) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        for table, rows in self._waiting.items():
            if rows:
                self._connection.execute(unless_there(self._connection, table), rows)
                rows.clear()


def unless_there(connection: Connection, table: type[schema.Table]) -> Insert:
    """An insert that leaves a row alone which is there already, under the same id."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=["id"])
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=["id"])


def _submissions(
    book: Gradebook, connection: Connection, received: Mapping[str, Received], at: datetime, by: str
) -> dict[str, uuid.UUID]:
    """The ids of what came in, by paper number; what came from the same place with the same content is one submission."""
    found: dict[str, uuid.UUID] = {}
    rows = []
    for number, item in received.items():
        content = item.content
        digest = hashlib.sha256(content if content is not None else item.why.encode("utf-8", "replace")).hexdigest()
        id_ = uuid.uuid5(book.paper_id(number), f"{digest}\n{schema.storable(item.source)}")
        found[number] = id_
        row = {"id": id_, "paper_id": book.paper_id(number), "at": at, "by": by, "format": item.format}
        row |= {"source": item.source, "named": item.named, "sha256": digest, "content": content}
        rows.append(row | {"handed_in": item.handed_in, "why": item.why})
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(unless_there(connection, schema.Submission), rows[start : start + AT_ONCE])
    return found


def _result(
    book: Gradebook, run: uuid.UUID, number: str, status: str, submissions: Mapping[str, uuid.UUID]
) -> dict[str, Any]:
    row = {"id": uuid.uuid4(), "run_id": run, "paper_id": book.paper_id(number), "status": status, "why": ""}
    return row | {"submission_id": submissions.get(number), "penalty": Decimal(0)}


def _mark(result: Mapping[str, Any], question: QuestionMark, mark: AskMark) -> tuple[dict[str, Any], dict[str, Any]]:
    value = None if mark.value is None else json_ready(mark.value)
    what = json.dumps([mark.ask.label, schema.storable(mark.answered.text), schema.storable(mark.said.text), value])
    reading = {"id": uuid.uuid5(result["submission_id"], what), "submission_id": result["submission_id"]}
    reading |= {"label": mark.ask.label, "text": mark.answered.text, "said": mark.said.text, "value": value}
    earned = {"id": uuid.uuid4(), "result_id": result["id"], "reading_id": reading["id"], "label": mark.ask.label}
    earned |= {"state": mark.state, "points": mark.points, "highest": mark.highest, "of": mark.of}
    earned |= {"pending": mark.pending, "rule": mark.rule.text, "feedback": feedback(question.variant, mark.verdict)}
    earned |= {"diagnosis": asdict(mark.diagnosis) if mark.diagnosis else None}
    return reading, earned | {"carried": None if mark.carried is None else json_ready(mark.carried)}


def _last_results(book: Gradebook, connection: Connection) -> dict[uuid.UUID, Any]:
    """The last result of every paper."""
    query = (
        select(schema.Result.paper_id, schema.Result.status, schema.Result.submission_id)
        .join(schema.Run, schema.Result.run_id == schema.Run.id)
        .where(schema.Run.exam_id == book.key)
        .order_by(schema.Run.at, schema.Run.id)
    )
    return {row.paper_id: row for row in connection.execute(query)}


def earlier(book: Gradebook) -> dict[str, Received]:
    """What counted in the last run, by paper number."""
    with book.reading() as connection:
        counts = [row.submission_id for row in _last_results(book, connection).values() if row.submission_id]
        numbers = {book.paper_id(paper): paper.number for paper in book.exam.papers}
        found = {}
        for start in range(0, len(counts), 500):
            chosen: Sequence[uuid.UUID] = counts[start : start + 500]
            for row in connection.execute(select(schema.Submission.__table__).where(schema.Submission.id.in_(chosen))):
                if (number := numbers.get(row.paper_id)) is not None:
                    found[number] = Received(row.source, row.named, row.content, row.why, row.format, row.handed_in)
        return found


__all__ = ["PaperMark", "earlier", "record"]
