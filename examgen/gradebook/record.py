"""Writing a marking into the gradebook, all of it in one transaction."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Insert, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from examgen import __version__
from examgen.arrays import json_ready
from examgen.gradebook import schema
from examgen.gradebook.standing import AnswerStanding, PaperStanding, RunStanding
from examgen.gradebook.store import Gradebook, login, now
from examgen.marking.received import Received
from examgen.marking.shelf import ShelvedMapping

AT_ONCE = 1_000
"""So many rows are handed to the database at once."""
FEW = 50
"""So many submissions are read at once."""
BYTES = 8_000_000
"""Rows that hold more than so many bytes are not kept waiting for others."""


def record(
    book: Gradebook,
    papers: Sequence[PaperStanding],
    received: Mapping[str, Received],
    *,
    rules: Mapping[str, Any],
    others: Iterable[tuple[str, Received]] = (),
    unmarked: Mapping[str, str] | None = None,
    failed: Collection[str] = (),
    kind: str = "grade",
    keras: bool = True,
    by: str = "",
    why: str = "",
) -> uuid.UUID:
    """Write down a run: what came in, what was read, what it earned, and by which rules.

    A run that finds nothing else than the last one is not written down again.

    Args:
        book: the gradebook.
        papers: the papers that were marked.
        received: what counts of what was handed in, by paper number.
        rules: the rules that the run followed.
        others: what else came in, also what does not count, by paper number.
        unmarked: why other papers that were handed in were not marked, by number.
        failed: those of them that raised an error in marking; where the same submission was marked before, that mark stays.
        kind: ``grade`` or ``regrade``.
        keras: whether both witnesses ran.
        by: who marks; the login name without it.
        why: the reason, for a regrade.

    Returns:
        The id of the run.
    """
    run, at, by = uuid.uuid4(), now(), (by or login())[:128]
    witness, rules = "both" if keras else "sealed", dict(rules)
    with book.writing() as connection:
        before = _last_results(book, connection)
        _submissions(book, connection, others, at, by)
        submissions = _submissions(book, connection, received.items(), at, by)
        statuses = {paper.paper.number: ("marked", paper.why, paper.penalty) for paper in papers}
        statuses |= {number: ("unmarked", reason, Decimal(0)) for number, reason in (unmarked or {}).items()}
        kept = {n for n in failed if _was_marked(before.get(book.paper_id(n)), submissions.get(n))}
        for paper in book.exam.papers:
            last = before.get(book.paper_id(paper))
            if paper.number not in statuses and last is not None:
                statuses[paper.number] = ("absent", "", Decimal(0))
        statuses = {number: found for number, found in statuses.items() if number not in kept}
        digest = _digest(papers, statuses, submissions, [witness, rules, __version__])
        last_run = connection.execute(
            select(schema.RunRow.id, schema.RunRow.digest)
            .where(schema.RunRow.exam_id == book.key)
            .order_by(schema.RunRow.at.desc(), schema.RunRow.id.desc())
            .limit(1)
        ).first()
        if last_run is not None and last_run.digest == digest:
            return uuid.UUID(str(last_run.id))
        row = {"id": run, "exam_id": book.key, "at": at, "by": by, "kind": kind, "why": why, "digest": digest}
        row |= {"engine": __version__, "bank": book.exam.bank, "witness": witness, "rules": rules}
        connection.execute(insert(schema.RunRow), row)
        writer = _Writer(connection)
        results = {}
        for number, (status, reason, penalty) in statuses.items():
            submission = submissions.get(number) if status != "absent" else None
            results[number] = uuid.uuid4()
            row = {"id": results[number], "run_id": run, "paper_id": book.paper_id(number), "status": status}
            writer.add(schema.ResultRow, row | {"why": reason, "submission_id": submission, "penalty": penalty})
        for marked in papers:
            number = marked.paper.number
            for answer in marked.answers:
                reading, mark = _mark(results[number], submissions[number], answer)
                writer.add(schema.ReadingRow, reading)
                writer.add(schema.MarkRow, mark)
        writer.flush()
    return run


def _was_marked(last: Any, submission: uuid.UUID | None) -> bool:
    """Whether this submission has a mark already."""
    return last is not None and last.status == "marked" and last.submission_id == submission


def _digest(
    papers: Sequence[PaperStanding],
    statuses: Mapping[str, tuple[str, str, Decimal]],
    submissions: Mapping[str, uuid.UUID],
    rules: Sequence[Any],
) -> str:
    """What tells whether a run found anything else than another one."""
    digest = hashlib.sha256(json.dumps(rules, sort_keys=True).encode())
    for number in sorted(statuses):
        status, why, penalty = statuses[number]
        digest.update(
            f"{number}\n{status}\n{schema.storable(why)}\n{penalty:.2f}\n{submissions.get(number)}\n".encode()
        )
    places = {paper.paper.number: place for place, paper in enumerate(papers)}
    for number in sorted(places):
        marked = papers[places[number]]
        for answer in marked.answers:
            said = schema.storable(f"{answer.written.text}\n{answer.rule.text}\n{answer.feedback}")
            figures = f"{answer.points:.2f} {answer.highest:.2f} {answer.of:.2f} {answer.value} {answer.diagnosis}"
            digest.update(f"{marked.paper.number} {answer.label} {answer.state} {figures}\n{said}\n".encode())
    return digest.hexdigest()


class _Writer:
    """Hands rows to the database in bundles, results before the marks that belong to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[type[schema.Table], list[dict[str, Any]]] = {
            schema.ResultRow: [],
            schema.ReadingRow: [],
            schema.MarkRow: [],
        }

    def add(self, table: type[schema.Table], row: dict[str, Any]) -> None:
        self._waiting[table].append(row)
        if len(self._waiting[table]) >= AT_ONCE:
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
    book: Gradebook, connection: Connection, received: Iterable[tuple[str, Received]], at: datetime, by: str
) -> dict[str, uuid.UUID]:
    """The ids of what came in, by paper number; what came from the same place with the same content is one submission."""
    found: dict[str, uuid.UUID] = {}
    rows: list[dict[str, Any]] = []
    waiting = 0
    for number, item in received:
        content = item.content
        digest = hashlib.sha256(content if content is not None else item.why.encode("utf-8", "replace")).hexdigest()
        id_ = uuid.uuid5(book.paper_id(number), f"{digest}\n{schema.storable(item.source)}")
        found[number] = id_
        row = {"id": id_, "paper_id": book.paper_id(number), "at": at, "by": by, "format": item.format}
        row |= {"source": item.source, "named": item.named, "sha256": digest, "content": content}
        rows.append(row | {"handed_in": item.handed_in, "why": item.why})
        waiting += len(content or b"")
        if len(rows) == AT_ONCE or waiting > BYTES:
            connection.execute(unless_there(connection, schema.SubmissionRow), rows)
            rows, waiting = [], 0
    if rows:
        connection.execute(unless_there(connection, schema.SubmissionRow), rows)
    return found


def _mark(result: uuid.UUID, submission: uuid.UUID, answer: AnswerStanding) -> tuple[dict[str, Any], dict[str, Any]]:
    value = None if answer.value is None else json_ready(answer.value)
    written, read = answer.written.text, answer.read.text
    what = json.dumps([answer.label, schema.storable(written), schema.storable(read), value])
    reading: dict[str, Any] = {"id": uuid.uuid5(submission, what), "submission_id": submission}
    reading |= {"label": answer.label, "text": written, "said": read, "value": value}
    mark = {"id": uuid.uuid4(), "result_id": result, "reading_id": reading["id"], "label": answer.label}
    mark |= {"state": answer.state, "points": answer.points, "highest": answer.highest, "of": answer.of}
    mark |= {"pending": answer.pending, "rule": answer.rule.text, "feedback": answer.feedback}
    mark |= {"diagnosis": asdict(answer.diagnosis) if answer.diagnosis else None}
    mark |= {"wrong_cells": list(answer.wrong_cells)}
    return reading, mark | {"carried": None if answer.carried is None else json_ready(answer.carried)}


def _last_results(book: Gradebook, connection: Connection) -> dict[uuid.UUID, Any]:
    """The last result of every paper."""
    query = (
        select(schema.ResultRow.paper_id, schema.ResultRow.status, schema.ResultRow.submission_id)
        .join(schema.RunRow, schema.ResultRow.run_id == schema.RunRow.id)
        .where(schema.RunRow.exam_id == book.key)
        .order_by(schema.RunRow.at, schema.RunRow.id)
    )
    return {row.paper_id: row for row in connection.execute(query)}


def last_run(book: Gradebook) -> RunStanding | None:
    """The last run and its rules; ``None`` before the first."""
    with book.reading() as connection:
        run = connection.execute(
            select(schema.RunRow.__table__)
            .where(schema.RunRow.exam_id == book.key)
            .order_by(schema.RunRow.at.desc(), schema.RunRow.id.desc())
            .limit(1)
        ).first()
    if run is None:
        return None
    return RunStanding(run.id, run.at, run.by, run.kind, run.witness, run.engine, run.rules, run.why)


def last_rules(book: Gradebook) -> Mapping[str, Any] | None:
    """The rules of the last run."""
    run = last_run(book)
    return run.rules if run is not None else None


def came_in(book: Gradebook) -> dict[str, set[str]]:
    """The digests of all that came in for papers of which several things did, by paper number."""
    submission, numbers = schema.SubmissionRow, {book.paper_id(paper): paper.number for paper in book.exam.papers}
    several = select(submission.paper_id).group_by(submission.paper_id).having(func.count() > 1)
    found: dict[str, set[str]] = {}
    with book.reading() as connection:
        for paper, digest in connection.execute(
            select(submission.paper_id, submission.sha256).where(submission.paper_id.in_(several))
        ):
            if paper in numbers:
                found.setdefault(numbers[paper], set()).add(digest)
    return found


def earlier(book: Gradebook) -> ShelvedMapping[Received]:
    """What counted in the last run, by paper number."""
    return ShelvedMapping.of(_earlier(book))


def _earlier(book: Gradebook) -> Iterator[tuple[str, Received]]:
    with book.reading() as connection:
        counts = [row.submission_id for row in _last_results(book, connection).values() if row.submission_id]
        numbers = {book.paper_id(paper): paper.number for paper in book.exam.papers}
        for start in range(0, len(counts), FEW):
            chosen: Sequence[uuid.UUID] = counts[start : start + FEW]
            for row in connection.execute(
                select(schema.SubmissionRow.__table__).where(schema.SubmissionRow.id.in_(chosen))
            ):
                if (number := numbers.get(row.paper_id)) is not None:
                    yield number, Received(row.source, row.named, row.content, row.why, row.format, row.handed_in)
