"""What judging finds of one answer; plain data, without points and without words."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, get_args

from examgen.answers import Comparison
from examgen.arrays import Array
from examgen.judge.diagnosis import Diagnosis

State = Literal[
    "right", "follow-through", "coarse", "partial", "wrong", "blank", "unreadable", "doubtful", "to-be-marked"
]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth, and why.

    Attributes:
        share: the part of its points that it earns for certain, 0 to 1.
        highest: the part that it earns at most; more than ``share`` only while it is pending.
        value: what was read; ``None`` where nothing was, or not with certainty.
        comparison: the answer held against what fits it best: the key, or what follows from the student's own answers.
        followed: where it is held against what follows from own answers, the asks where the mistakes were made; none where
            these answers were only rounded.
        consistent: where its right values are worth more than its following from own answers, the asks where the mistakes were
            made that it follows from in every value.
        carried: what follows from the student's own earlier answers, where the answer was held against that.
        from_rounded: the earlier asks whose rounded answers it goes on from.
        coarse_cells: the cells that are right but have too few places.
        waits_for: earlier answers that a person must look at first, as this one may follow from them.
        alone: whether what follows was worked out by the derivation alone.
        disputed: whether the derivation and Keras disagree about what follows.
        diagnosis: why it is wrong, where that can be told.
    """

    state: State
    share: Fraction = Fraction(0)
    highest: Fraction = Fraction(0)
    value: Array | None = None
    comparison: Comparison = field(default_factory=lambda: Comparison(()))
    followed: tuple[str, ...] = ()
    consistent: tuple[str, ...] = ()
    carried: Array | None = None
    from_rounded: tuple[str, ...] = ()
    coarse_cells: tuple[int, ...] = ()
    waits_for: tuple[str, ...] = ()
    alone: bool = False
    disputed: bool = False
    diagnosis: Diagnosis | None = None

    @property
    def pending(self) -> bool:
        """Whether a person has to look at it before its points are final."""
        return self.highest > self.share or self.state in ("unreadable", "doubtful", "to-be-marked")

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with the answer itself."""
        return self.state in ("right", "follow-through")

    @property
    def lost(self) -> bool:
        """Whether it is wrong, at least in part, so that a reason is worth looking for."""
        return self.state in ("wrong", "partial")

    @property
    def wrong_cells(self) -> tuple[int, ...]:
        """Row-major indices of the cells that are not right; empty where the sizes differ."""
        return tuple(i for i, right in enumerate(self.comparison.cells) if not right and i not in self.coarse_cells)

    @property
    def suspects(self) -> tuple[str, ...]:
        """Every misconception that may be behind it."""
        candidates = self.diagnosis.candidates if self.diagnosis else ()
        return tuple(dict.fromkeys(name for candidate in candidates for name in candidate))
