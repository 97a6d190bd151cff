"""Reads what stands out of the gradebook: the last run's marks, with people's decisions laid over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from examgen.arrays import array
from examgen.exam.sealed import SealedAsk, SealedPaper, SealedQuestion
from examgen.gradebook.rulebook import Rulebook
from examgen.gradebook.schema import (
    DecisionRow,
    MarkRow,
    PaperRow,
    ReadingRow,
    ReleaseRow,
    ResultRow,
    RunRow,
    SubmissionRow,
    storable,
)
from examgen.gradebook.standing import (
    AnswerStanding,
    DecisionStanding,
    MarkStanding,
    PaperStanding,
    RunStanding,
    Standing,
    SubmissionStanding,
)
from examgen.gradebook.store import Gradebook
from examgen.judge import Diagnosis
from examgen.marking.shelf import Shelved
from examgen.rendering.document import StudentText

_AT_ONCE = 200
"""So many papers are read together."""


@dataclass
class _Found:
    """What the gradebook says of one paper."""

    results: list[Row[Any]] = field(default_factory=list)
    submissions: list[Row[Any]] = field(default_factory=list)
    decisions: dict[str, list[Row[Any]]] = field(default_factory=lambda: defaultdict(list))


class StandingReader:
    def __init__(self, book: Gradebook, connection: Connection, *, history: bool) -> None:
        self.book, self.connection, self.history = book, connection, history
        self._rules = Rulebook()

    def read(self, students: Collection[str] | None) -> Standing:
        exam = self.book.exam
        runs = {
            row.id: RunStanding(row.id, row.at, row.by, row.kind, row.witness, row.engine, row.rules, row.why)
            for row in self.connection.execute(
                select(RunRow.__table__).where(RunRow.exam_id == self.book.key).order_by(RunRow.at, RunRow.id)
            )
        }
        self._rules = Rulebook.of(exam, list(runs.values())[-1].rules if runs else None)
        release = self.connection.execute(
            select(ReleaseRow.at, ReleaseRow.by, ReleaseRow.papers)
            .where(ReleaseRow.exam_id == self.book.key)
            .order_by(ReleaseRow.at.desc())
            .limit(1)
        ).first()
        return Standing(
            exam=exam,
            papers=Shelved.of(self._papers(students, runs), exam.papers),
            run=list(runs.values())[-1] if runs else None,
            runs=tuple(runs.values()),
            released=(release.at, release.by) if release else None,
            given_out={number: Decimal(points) for number, points in release.papers.items()} if release else {},
        )

    def _papers(self, students: Collection[str] | None, runs: Mapping[UUID, RunStanding]) -> Iterator[PaperStanding]:
        """The papers, some at a time."""
        asked = [paper for paper in self.book.exam.papers if students is None or paper.student in students]
        for start in range(0, len(asked), _AT_ONCE):
            some = {self.book.paper_id(paper): paper for paper in asked[start : start + _AT_ONCE]}
            found = self._found(some, {id_: n for n, id_ in enumerate(runs)})
            marks = self._marks([row.id for one in found.values() for row in self._looked_at(one.results)])
            for id_, paper in some.items():
                if paper.student or id_ in found:
                    yield self._paper(paper, found.get(id_) or _Found(), runs, marks)

    def _found(self, ids: Collection[UUID], order: Mapping[UUID, int]) -> dict[UUID, _Found]:
        found: defaultdict[UUID, _Found] = defaultdict(_Found)
        for row in self.connection.execute(select(ResultRow.__table__).where(ResultRow.paper_id.in_(ids))):
            found[row.paper_id].results.append(row)
        columns = [c for c in SubmissionRow.__table__.c if c.name != "content"]
        for row in self.connection.execute(
            select(*columns).where(SubmissionRow.paper_id.in_(ids)).order_by(SubmissionRow.at, SubmissionRow.id)
        ):
            found[row.paper_id].submissions.append(row)
        for row in self.connection.execute(
            select(DecisionRow.__table__).where(DecisionRow.paper_id.in_(ids)).order_by(DecisionRow.at, DecisionRow.id)
        ):
            found[row.paper_id].decisions[row.label].append(row)
        for one in found.values():
            one.results.sort(key=lambda row: order[row.run_id])
        return found

    def _looked_at(self, results: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
        return results if self.history else results[-1:]

    def _marks(self, results: Sequence[UUID]) -> dict[UUID, dict[str, Row[Any]]]:
        query = select(MarkRow.__table__, ReadingRow.text, ReadingRow.said, ReadingRow.value).join(
            ReadingRow, MarkRow.reading_id == ReadingRow.id
        )
        found: defaultdict[UUID, dict[str, Row[Any]]] = defaultdict(dict)
        for start in range(0, len(results), 500):
            for row in self.connection.execute(query.where(MarkRow.result_id.in_(results[start : start + 500]))):
                found[row.result_id][row.label] = row
        return found

    def _worth(self, paper: SealedPaper) -> Decimal | None:
        return self._rules.worth(paper) if self._rules.points or self._rules.drop else None

    def _paper(
        self,
        paper: SealedPaper,
        found: _Found,
        runs: Mapping[UUID, RunStanding],
        marks: Mapping[UUID, Mapping[str, Row[Any]]],
    ) -> PaperStanding:
        if not found.results:
            return PaperStanding(paper, "absent", submissions=_submissions(found, None), worth=self._worth(paper))
        last = found.results[-1]
        earlier = [(runs[row.run_id], marks.get(row.id, {})) for row in self._looked_at(found.results)]
        answers = tuple(
            _answer(question, ask, row, found.decisions.get(label, ()), _history(label, earlier))
            for label, (question, ask) in paper.asks.items()
            if (row := marks.get(last.id, {}).get(label)) is not None
        )
        return PaperStanding(
            paper=paper,
            status=last.status,
            why=last.why,
            answers=answers,
            penalty=last.penalty,
            run=runs[last.run_id],
            submissions=_submissions(found, last.submission_id),
            worth=None if answers else self._worth(paper),
        )


def _submissions(found: _Found, counts: UUID | None) -> tuple[SubmissionStanding, ...]:
    return tuple(
        SubmissionStanding(s.id, s.format, s.source, s.sha256, s.by, s.at, s.handed_in, s.id == counts)
        for s in found.submissions
    )


def _history(label: str, runs: Sequence[tuple[RunStanding, Mapping[str, Row[Any]]]]) -> tuple[MarkStanding, ...]:
    found: list[MarkStanding] = []
    for run, marks in runs:
        if (row := marks.get(label)) is None:
            continue
        mark = MarkStanding(
            run,
            StudentText(row.text),
            StudentText(row.said),
            row.state,
            row.points,
            row.highest,
            row.of,
            StudentText(row.rule),
        )
        if not found or replace(mark, run=found[-1].run) != found[-1]:
            found.append(mark)
    return tuple(found)


def _answer(
    question: SealedQuestion,
    ask: SealedAsk,
    row: Row[Any],
    decisions: Sequence[Row[Any]],
    history: tuple[MarkStanding, ...],
) -> AnswerStanding:
    diagnosis = _diagnosis(row.diagnosis)
    answer = AnswerStanding(
        label=ask.label,
        question=question,
        ask=ask,
        written=StudentText(row.text),
        read=StudentText(row.said),
        value=None if row.value is None else array(row.value),
        state=row.state,
        points=row.points,
        highest=row.highest,
        of=row.of,
        pending=row.pending,
        rule=StudentText(row.rule),
        feedback=row.feedback,
        misconception=diagnosis.named if diagnosis else (),
        diagnosis=diagnosis,
        carried=None if row.carried is None else array(row.carried),
        wrong_cells=tuple(row.wrong_cells),
        history=history,
    )
    return with_decisions(answer, decisions)


def overlaid(book: Gradebook, papers: Sequence[PaperStanding]) -> list[PaperStanding]:
    """Papers that were just marked, with what people decided about their answers."""
    rows: defaultdict[UUID, defaultdict[str, list[Row[Any]]]] = defaultdict(lambda: defaultdict(list))
    with book.reading() as connection:
        ours = select(PaperRow.id).where(PaperRow.exam_id == book.key)
        query = (
            select(DecisionRow.__table__).where(DecisionRow.paper_id.in_(ours)).order_by(DecisionRow.at, DecisionRow.id)
        )
        for row in connection.execute(query):
            rows[row.paper_id][row.label].append(row)
    return [
        replace(
            paper,
            answers=tuple(with_decisions(a, rows[book.paper_id(paper.paper)][a.label]) for a in paper.answers),
        )
        for paper in papers
    ]


def with_decisions(answer: AnswerStanding, rows: Sequence[Row[Any]]) -> AnswerStanding:
    """An answer with what people decided about it, oldest first.

    A decision is about what was written: where another text counts by now, it is kept and decides nothing. Where two markers give
    different points, the answer is pending until somebody settles it.
    """
    withdrawn = {row.withdraws for row in rows if row.kind == "withdraw"}
    about = [row for row in rows if row.id not in withdrawn and row.text == storable(answer.written.text)]
    first: Row[Any] | None = None
    second: Row[Any] | None = None
    for row in about:
        if row.kind in ("points", "read"):
            first, second = row, None
        elif row.kind == "second":
            first, second = (row, None) if first is None else (first, row)
    standing = (first, second)
    confirming = {
        row.id for row in standing if row is not None
    }  # of a decision that another replaced, the reason is gone too
    if first is not None and second is not None and _given(first, answer) == _given(second, answer):
        second = None  # it confirms the first
    decisions = tuple(
        DecisionStanding(
            id=row.id,
            at=row.at,
            by=row.by,
            kind=row.kind,
            points=row.points,
            of=row.of,
            why=row.why,
            text=StudentText(row.text),
            stands=row in standing,
            reads=row.reads,
        )
        for row in rows
    )
    comments = [row.why for row in about if row.why and (row.kind == "comment" or row.id in confirming)]
    said_of_it = " ".join(map(_ended, dict.fromkeys(comments)))
    if first is None or not answer.of or (first.points is None and second is None):
        rule = StudentText(f"{answer.rule.text} {said_of_it}") if comments else answer.rule
        return replace(answer, decisions=decisions, rule=rule)
    points = [_given(row, answer) for row in (first, second) if row is not None]
    said = (
        "Two markers gave different points. A person will settle it." if second is not None else "Decided by a person."
    )
    return replace(
        answer,
        points=min(points),
        highest=max(points),
        pending=second is not None,
        rule=StudentText(f"{said} {said_of_it}".rstrip()),
        decided=next(d for d in decisions if d.id == first.id) if second is None else None,
        decisions=decisions,
    )


def _ended(comment: str) -> str:
    """A comment as a sentence, so that another can follow."""
    return comment if comment.rstrip()[-1:] in tuple(".!?…:;") else f"{comment.rstrip()}."


def _given(row: Row[Any], answer: AnswerStanding) -> Decimal:
    """The points of a decision; of one that only says how to read, those of the machine."""
    return answer.points if row.points is None else _scaled(row, answer.of)


def _scaled(row: Row[Any], of: Decimal) -> Decimal:
    """The points of a decision, where the answer has come to be worth more or less since."""
    points, before = Decimal(row.points), Decimal(row.of or 0)
    if not before or before == of:
        return points
    return (points * of / before).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _diagnosis(stored: Any) -> Diagnosis | None:
    if stored is None:
        return None
    return Diagnosis(
        stored["sort"],
        tuple(tuple(names) for names in stored["candidates"]),
        stored["words"],
        stored["luck"],
        stored["asserted"],
    )
