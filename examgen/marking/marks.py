"""What an answer earned and why; plain data that any report is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from examgen.arrays import Array
from examgen.exam.sealed import SealedAsk, SealedPaper, SealedQuestion
from examgen.marking.diagnosis import Diagnosis
from examgen.question.question import Question

State = Literal["right", "follow-through", "partial", "wrong", "unreadable", "blank"]


@dataclass(frozen=True)
class AskMark:
    """One answer, marked.

    Attributes:
        answered: the text as it was typed.
        said: what was read of it.
        value: the value that was read; ``None`` where nothing could be.
        rule: in a sentence, which rule gave the points.
        diagnosis: why it is wrong, where that can be told.
        carried: what would have been right from the student's own earlier answers, where that differs from the key.
        wrong_cells: row-major indices of the cells that differ from what was expected; empty where sizes differ.
    """

    ask: SealedAsk
    answered: str
    state: State
    points: Decimal
    rule: str
    said: str = ""
    value: Array | None = None
    diagnosis: Diagnosis | None = None
    carried: Array | None = None
    wrong_cells: tuple[int, ...] = ()

    @property
    def suspects(self) -> tuple[str, ...]:
        """Every misconception that may be behind it."""
        candidates = self.diagnosis.candidates if self.diagnosis else ()
        return tuple(dict.fromkeys(name for candidate in candidates for name in candidate))


@dataclass(frozen=True)
class QuestionMark:
    """One question of one paper, marked."""

    sealed: SealedQuestion
    variant: Question
    asks: tuple[AskMark, ...]

    @property
    def points(self) -> Decimal:
        """What the question earned."""
        return sum((mark.points for mark in self.asks), Decimal(0))


@dataclass(frozen=True)
class PaperMark:
    """One paper, marked; the sum of what its answers earned."""

    paper: SealedPaper
    questions: tuple[QuestionMark, ...]
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> Decimal:
        """What the paper earned."""
        return sum((question.points for question in self.questions), Decimal(0))

    @property
    def asks(self) -> Iterator[AskMark]:
        """Every answer's mark in order."""
        for question in self.questions:
            yield from question.asks
