"""What stands today: for every paper and every answer, what the last run gave it and what people decided about it.

Plain frozen data, made from the gradebook and the sealed exam. Whatever shows, exports or counts grades starts here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from examgen.arrays import Array
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.judge import Diagnosis, State
from examgen.rendering.document import StudentText

if TYPE_CHECKING:
    from examgen.gradebook.store import Gradebook

Status = Literal["marked", "unmarked", "absent"]
"""Whether a paper was marked, was handed in and could not be marked, or was not handed in."""


@dataclass(frozen=True)
class DecisionStanding:
    """What a person decided about an answer.

    Attributes:
        kind: ``points`` gives points, ``second`` is what a second marker gives, ``read`` says what an answer is to be read as,
            ``comment`` only says something, ``withdraw`` takes an earlier one back.
        why: the reason, which is also the comment to the student.
        text: the answer that it was decided about.
        stands: whether it decides the points today, or confirms them.
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
    reads: str = ""


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
        wrong_cells: indices of the values that are not right, row by row; empty where the sizes differ.
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
    wrong_cells: tuple[int, ...] = ()
    decided: DecisionStanding | None = None
    decisions: tuple[DecisionStanding, ...] = ()
    history: tuple[MarkStanding, ...] = ()

    @property
    def lowest(self) -> Decimal:
        """What it earns for certain."""
        return self.points

    @property
    def dropped(self) -> bool:
        """Whether a regrade dropped it: it counts for nobody."""
        return not self.of and bool(self.ask.points)

    @property
    def settled(self) -> State:
        """What it is called: by its points where a person gave them, what the judge found otherwise."""
        if self.decided is None or not self.of or self.state == "blank":
            return self.state
        return "right" if self.points >= self.of else "partial" if self.points else "wrong"


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
        worth: what can be reached on it by the rules of today, where it was not marked and they are not those it was printed with.
        submissions: all that came in for it, oldest first.
    """

    paper: SealedPaper
    status: Status
    why: str = ""
    answers: tuple[AnswerStanding, ...] = ()
    penalty: Decimal = Decimal(0)
    run: RunStanding | None = None
    submissions: tuple[SubmissionStanding, ...] = ()
    worth: Decimal | None = None

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
            return self.paper.points if self.worth is None else self.worth
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
        papers: those that have a student, in the order of the roster, and spare ones that were handed in; on a shelf, and read from
            it when they are looked at.
        run: the last run; ``None`` before the first.
        runs: all runs, oldest first.
        released: when and by whom grades were last given out.
        given_out: the points that were given out then, by the number of the paper.
    """

    exam: SealedExam
    papers: Sequence[PaperStanding]
    run: RunStanding | None = None
    runs: tuple[RunStanding, ...] = ()
    released: tuple[datetime, str] | None = None
    given_out: Mapping[str, Decimal] = field(default_factory=dict)

    def is_draft(self, paper: PaperStanding) -> bool:
        """Whether a paper's grade is not what was given out: its student is not to see it yet."""
        return paper.status == "marked" and self.given_out.get(paper.paper.number) != paper.points

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
    from examgen.gradebook.reader import StandingReader

    with book.reading() as connection:
        return StandingReader(book, connection, history=history).read(students)
