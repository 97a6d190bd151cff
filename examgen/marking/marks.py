"""What an answer earned and why; plain data that any report is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from examgen.arrays import Array
from examgen.exam.sealed import SealedAsk, SealedPaper, SealedQuestion
from examgen.judge import Diagnosis, State, Verdict, part_of
from examgen.question.question import Question
from examgen.rendering.document import StudentText


@dataclass(frozen=True)
class AskMark:
    """One answer, marked.

    Attributes:
        answered: the text as it was typed.
        rule: in a sentence or two, which rule gave the points; it may quote what the student wrote.
        said: what was read of it, in words.
    """

    ask: SealedAsk
    answered: StudentText
    verdict: Verdict
    rule: StudentText
    said: StudentText

    @property
    def of(self) -> Decimal:
        """What it can earn."""
        return self.ask.points

    @property
    def state(self) -> State:
        """What the answer is, such as right, wrong or unreadable."""
        return self.verdict.state

    @property
    def pending(self) -> bool:
        """Whether a person has to look at it before its points are final."""
        return self.verdict.pending

    @property
    def points(self) -> Decimal:
        """What it earns for certain."""
        return part_of(self.ask.points, self.verdict.share)

    lowest = points

    @property
    def highest(self) -> Decimal:
        """What it earns at most; more than `points` only while it is pending."""
        return part_of(self.ask.points, self.verdict.highest)

    @property
    def value(self) -> Array | None:
        """The value that was read; ``None`` where there is none for certain."""
        return self.verdict.value

    @property
    def diagnosis(self) -> Diagnosis | None:
        """Why it is wrong, where that can be told."""
        return self.verdict.diagnosis

    @property
    def carried(self) -> Array | None:
        """What is right from the student's own earlier answers, where it was held against that."""
        return self.verdict.carried

    @property
    def suspects(self) -> tuple[str, ...]:
        """Every misconception that may be behind it."""
        return self.verdict.suspects


@dataclass(frozen=True)
class QuestionMark:
    """One question of one paper, marked."""

    sealed: SealedQuestion
    variant: Question
    asks: tuple[AskMark, ...]

    @property
    def points(self) -> Decimal:
        """What the question earned for certain."""
        return sum((mark.points for mark in self.asks), Decimal(0))


@dataclass(frozen=True)
class PaperMark:
    """One paper, marked; the sum of what its answers earned."""

    paper: SealedPaper
    questions: tuple[QuestionMark, ...]

    @property
    def points(self) -> Decimal:
        """What the paper earned for certain."""
        return sum((question.points for question in self.questions), Decimal(0))

    lowest = points

    @property
    def highest(self) -> Decimal:
        """What it earned at most; more than `points` only while an answer is pending."""
        return sum((mark.highest for mark in self.asks), Decimal(0))

    @property
    def pending(self) -> tuple[AskMark, ...]:
        """The answers that a person has to look at."""
        return tuple(mark for mark in self.asks if mark.pending)

    @property
    def asks(self) -> Iterator[AskMark]:
        """Every answer's mark in order."""
        for question in self.questions:
            yield from question.asks


@dataclass(frozen=True)
class Unmarked:
    """A paper that was handed in and could not be marked, and why."""

    paper: SealedPaper
    reason: str
