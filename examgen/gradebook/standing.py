"""What stands today: for every paper and every answer, what the last run gave it and what people decided about it.

Plain frozen data, made from the gradebook and the sealed exam. Whatever shows, exports or counts grades starts here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Row, select

from examgen.arrays import Array, array
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.gradebook.schema import Decision, Mark, Paper, Reading, Release, Result, Run, Submission, storable
from examgen.gradebook.store import Gradebook
from examgen.judge import Diagnosis, State
from examgen.rendering.document import StudentText

Status = Literal["marked", "unmarked", "absent"]
"""Whether a paper was marked, was handed in and could not be marked, or was not handed in."""


@dataclass(frozen=True)
class DecisionStanding:
    """What a person decided about an answer.

    Attributes:
        kind: ``points`` gives points, ``second`` is what a second marker gives, ``comment`` gives none, ``withdraw`` takes one back.
        why: the reason, which is also the comment to the student.
        text: the answer that it was decided about.
        stands: whether it decides the points today.
    """

    id: UUID
    at: datetime
    by: str
    kind: str
    points: Decimal | None
    of: Decimal | None
    why: str
    text: StudentText
    stands: bool


@dataclass(frozen=True)
class RunStanding:
    """A marking and its rules, as `examgen.gradebook.rulebook` reads them.

    Attributes:
        kind: ``grade`` or ``regrade``.
        witness: ``both`` or ``sealed``.
    """

    id: UUID
    at: datetime
    by: str
    kind: str
    witness: str
    engine: str
    rules: Mapping[str, Any]
    why: str


@dataclass(frozen=True)
class MarkStanding:
    """What one run gave an answer."""

    run: RunStanding
    written: StudentText
    read: StudentText
    state: State
    points: Decimal
    highest: Decimal
    of: Decimal
    rule: StudentText


@dataclass(frozen=True)
class AnswerStanding:
    """One answer, as it stands.

    Attributes:
        written: what was written, to the letter.
        read: what it was read as, in words.
        value: the value that was read; ``None`` where there is none for certain.
        state: what the judge found, also where a person decided.
        points: what it earns for certain, with what people decided; so is ``lowest``.
        highest: what it can still earn.
        of: what it can earn at all under the rules of the last run; 0 where the question was dropped.
        pending: whether a person still has to decide.
        rule: in a sentence or two, why it earned its points.
        feedback: to a wrong answer, what the student most likely did, in Markdown.
        misconception: the misconceptions that are asserted; none where several explanations fit.
        diagnosis: why it may be wrong, where that can be told.
        carried: what is right from the student's own earlier answers, where the answer was held against that.
        decided: the decision that gives the points, where one does.
        decisions: all that people decided about it, oldest first.
        history: what the runs gave it, oldest first; runs that changed nothing are left out.
    """

    label: str
    question: SealedQuestion
    ask: SealedAsk
    written: StudentText
    read: StudentText
    value: Array | None
    state: State
    points: Decimal
    highest: Decimal
    of: Decimal
    pending: bool
    rule: StudentText
    feedback: str
    misconception: tuple[str, ...]
    diagnosis: Diagnosis | None
    carried: Array | None
    decided: DecisionStanding | None = None
    decisions: tuple[DecisionStanding, ...] = ()
    history: tuple[MarkStanding, ...] = ()

    @property
    def lowest(self) -> Decimal:
        """What it earns for certain."""
        return self.points


@dataclass(frozen=True)
class SubmissionStanding:
    """What came in for a paper.

    Attributes:
        format: what it was recognised as: ``sheet``, ``csv``, ``entered``, …
        source: where it came from.
        received: when it was first read.
        handed_in: when it was handed in, where something tells; the deadline is held against this.
        counts: whether it is the one that the paper's marks are of.
    """

    id: UUID
    format: str
    source: str
    sha256: str
    by: str
    received: datetime
    handed_in: datetime | None
    counts: bool


@dataclass(frozen=True)
class PaperStanding:
    """One paper, as it stands.

    Attributes:
        paper: whose it is and what was printed.
        status: whether it was marked.
        why: why it was not marked.
        penalty: points that are taken off because it came late.
        run: the run that its marks are of.
        submissions: all that came in for it, oldest first.
    """

    paper: SealedPaper
    status: Status
    why: str = ""
    answers: tuple[AnswerStanding, ...] = ()
    penalty: Decimal = Decimal(0)
    run: RunStanding | None = None
    submissions: tuple[SubmissionStanding, ...] = ()

    @property
    def points(self) -> Decimal:
        """What it earned for certain."""
        return max(sum((answer.points for answer in self.answers), Decimal(0)) - self.penalty, Decimal(0))

    lowest = points

    @property
    def highest(self) -> Decimal:
        """What it can still earn."""
        return max(sum((answer.highest for answer in self.answers), Decimal(0)) - self.penalty, Decimal(0))

    @property
    def of(self) -> Decimal:
        """What can be reached, without bonus questions."""
        if not self.answers:
            return self.paper.points
        return sum((answer.of for answer in self.answers if not answer.question.bonus), Decimal(0))

    @property
    def pending(self) -> tuple[AnswerStanding, ...]:
        """The answers that a person still has to decide."""
        return tuple(answer for answer in self.answers if answer.pending)

    def answer(self, label: str) -> AnswerStanding | None:
        """An answer by its label."""
        return next((answer for answer in self.answers if answer.label == label), None)


@dataclass(frozen=True)
class Standing:
    """The exam as it stands.

    Attributes:
        papers: those that have a student, in the order of the roster, and spare ones that were handed in.
        run: the last run; ``None`` before the first.
        runs: all runs, oldest first.
        released: when and by whom grades were last given out, and which decisions and runs came later is for the reader to compare.
    """

    exam: SealedExam
    papers: tuple[PaperStanding, ...]
    run: RunStanding | None = None
    runs: tuple[RunStanding, ...] = ()
    released: tuple[datetime, str] | None = None

    def of_student(self, student: str) -> PaperStanding | None:
        """A student's paper, by the student's id or the paper's number."""
        wanted = student.casefold()
        return next((p for p in self.papers if wanted in (p.paper.student.casefold(), p.paper.number.casefold())), None)

    @property
    def answers(self) -> Iterator[tuple[PaperStanding, AnswerStanding]]:
        """Every answer that was marked, with its paper."""
        for paper in self.papers:
            for answer in paper.answers:
                yield paper, answer


def standing(book: Gradebook, *, students: Collection[str] | None = None, history: bool = True) -> Standing:
    """What stands in a gradebook.

    Args:
        book: the gradebook.
        students: of these alone, by their ids.
        history: whether to read what earlier runs gave as well.
    """
    with book.reading() as connection:
        return _Reader(book, connection, history=history).read(students)


@dataclass
class _Found:
    """What the gradebook says of one paper."""

    results: list[Row[Any]] = field(default_factory=list)
    submissions: list[Row[Any]] = field(default_factory=list)
    decisions: dict[str, list[Row[Any]]] = field(default_factory=lambda: defaultdict(list))


class _Reader:
    def __init__(self, book: Gradebook, connection: Connection, *, history: bool) -> None:
        self.book, self.connection, self.history = book, connection, history

    def read(self, students: Collection[str] | None) -> Standing:
        exam = self.book.exam
        runs = {
            row.id: RunStanding(row.id, row.at, row.by, row.kind, row.witness, row.engine, row.rules, row.why)
            for row in self.connection.execute(
                select(Run.__table__).where(Run.exam_id == self.book.key).order_by(Run.at, Run.id)
            )
        }
        order = {id_: n for n, id_ in enumerate(runs)}
        found: defaultdict[UUID, _Found] = defaultdict(_Found)
        ours = select(Paper.id).where(Paper.exam_id == self.book.key)
        for row in self.connection.execute(select(Result.__table__).where(Result.paper_id.in_(ours))):
            found[row.paper_id].results.append(row)
        columns = [c for c in Submission.__table__.c if c.name != "content"]
        for row in self.connection.execute(
            select(*columns).where(Submission.paper_id.in_(ours)).order_by(Submission.at, Submission.id)
        ):
            found[row.paper_id].submissions.append(row)
        for row in self.connection.execute(
            select(Decision.__table__).where(Decision.paper_id.in_(ours)).order_by(Decision.at, Decision.id)
        ):
            found[row.paper_id].decisions[row.label].append(row)
        for one in found.values():
            one.results.sort(key=lambda row: order[row.run_id])
        wanted = [
            paper
            for paper in exam.papers
            if (paper.student or self.book.paper_id(paper) in found) and (students is None or paper.student in students)
        ]
        marks = self._marks(
            [row.id for paper in wanted for row in self._looked_at(found[self.book.paper_id(paper)].results)]
        )
        release = self.connection.execute(
            select(Release.at, Release.by).where(Release.exam_id == self.book.key).order_by(Release.at.desc()).limit(1)
        ).first()
        return Standing(
            exam=exam,
            papers=tuple(self._paper(paper, found[self.book.paper_id(paper)], runs, marks) for paper in wanted),
            run=list(runs.values())[-1] if runs else None,
            runs=tuple(runs.values()),
            released=(release.at, release.by) if release else None,
        )

    def _looked_at(self, results: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
        return results if self.history else results[-1:]

    def _marks(self, results: Sequence[UUID]) -> dict[UUID, dict[str, Row[Any]]]:
        query = select(Mark.__table__, Reading.text, Reading.said, Reading.value).join(
            Reading, Mark.reading_id == Reading.id
        )
        found: defaultdict[UUID, dict[str, Row[Any]]] = defaultdict(dict)
        for start in range(0, len(results), 500):
            for row in self.connection.execute(query.where(Mark.result_id.in_(results[start : start + 500]))):
                found[row.result_id][row.label] = row
        return found

    def _paper(
        self,
        paper: SealedPaper,
        found: _Found,
        runs: Mapping[UUID, RunStanding],
        marks: Mapping[UUID, Mapping[str, Row[Any]]],
    ) -> PaperStanding:
        if not found.results:
            return PaperStanding(paper, "absent", submissions=_submissions(found, None))
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
        history=history,
    )
    return with_decisions(answer, decisions)


def with_decisions(answer: AnswerStanding, rows: Sequence[Row[Any]]) -> AnswerStanding:
    """An answer with what people decided about it, oldest first.

    A decision is about what was written: where another text counts by now, it is kept and decides nothing. Where two markers give
    different points, the answer is pending until somebody settles it.
    """
    withdrawn = {row.withdraws for row in rows if row.kind == "withdraw"}
    first: Row[Any] | None = None
    second: Row[Any] | None = None
    for row in rows:
        if row.id in withdrawn or row.points is None or row.text != storable(answer.written.text):
            continue
        if row.kind == "points":
            first, second = row, None
        elif row.kind == "second":
            first, second = (row, None) if first is None else (first, row)
    if first is not None and second is not None and _scaled(first, answer.of) == _scaled(second, answer.of):
        second = None
    decisions = tuple(
        DecisionStanding(
            row.id, row.at, row.by, row.kind, row.points, row.of, row.why, StudentText(row.text), row in (first, second)
        )
        for row in rows
    )
    if first is None or not answer.of:
        return replace(answer, decisions=decisions)
    points = [_scaled(row, answer.of) for row in (first, second) if row is not None]
    comments = [row.why for row in rows if row.id not in withdrawn and row.why and row.kind != "withdraw"]
    said = (
        "Two markers gave different points. A person will settle it." if second is not None else "Decided by a person."
    )
    return replace(
        answer,
        points=min(points),
        highest=max(points),
        pending=second is not None,
        rule=StudentText(" ".join([said, *dict.fromkeys(comments)])),
        decided=next(d for d in decisions if d.id == first.id) if second is None else None,
        decisions=decisions,
    )


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
