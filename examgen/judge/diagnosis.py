"""Why an answer is wrong: one misconception, one number off, another order or sign, rounding, or two misconceptions.

Searched in that order, and the first that fits is taken. Where several of one sort fit equally, all are possible and none is asserted.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from examgen.answers import AnswerType
from examgen.arrays import Array, Scalar, cells, elementwise, place_of, shape, transposed
from examgen.question.question import Misconception
from examgen.verify.witness import Values

Sort = Literal["misconception", "one number", "order", "rounding", "two misconceptions"]

PAIRS = 36
"""So many pairs of misconceptions are tried on one variant at most."""
TELLING = 4
"""An answer of fewer digits than this is hit by some pair of misconceptions by chance too often to accuse anyone."""
EARLY = 20
"""Rounding on the way moves a number by so many units in its last place at most."""


@dataclass(frozen=True)
class Diagnosis:
    """Why an answer may be wrong.

    Attributes:
        candidates: names of the misconceptions behind it, each possible explanation a tuple of one or two; more than one
            explanation means that they cannot be told apart. Empty for what is no misconception.
        words: for what is no misconception, what is wrong, as a sentence to the student.
        luck: how likely someone who guesses is to hit on one of the wrong answers that misconceptions lead to, 0 to 1.
        asserted: whether the paper speaks for it enough to say so; see `examgen.judge.evidence`.
    """

    sort: Sort
    candidates: tuple[tuple[str, ...], ...] = ()
    words: str = ""
    luck: float = 0.0
    asserted: bool = True

    @property
    def named(self) -> tuple[str, ...]:
        """The misconceptions that are asserted; none where several explanations fit."""
        return self.candidates[0] if len(self.candidates) == 1 and self.asserted else ()


def diagnose(
    kind: AnswerType, value: Array, expected: Sequence[Array], misled: Sequence[tuple[str, Array]]
) -> Diagnosis | None:
    """Explain a wrong answer by one misconception, or by a mistake in the arithmetic.

    Args:
        kind: how the value is compared.
        value: what the student wrote.
        expected: what would have been right: what follows from the student's own earlier answers, and at the end the key.
        misled: what each misconception leads to, under its name; a name may occur several times.
    """
    suspects = dict.fromkeys(name for name, wrong in misled if kind.compare(value, wrong).right)
    if suspects:
        guessed = luck(kind, expected[-1], (wrong for _, wrong in misled))
        return Diagnosis("misconception", tuple((name,) for name in suspects), luck=guessed)
    for right in expected if kind.is_numeric else ():
        if words := _one_number(kind, value, right):
            return Diagnosis("one number", words=words)
        if words := _other_order(kind, value, right):
            return Diagnosis("order", words=words)
        if _rounded_early(kind, value, right):
            return Diagnosis(
                "rounding", words="The answer is close: an intermediate value was probably rounded too early."
            )
    return None


def luck(kind: AnswerType, key: Array, wrong: Iterable[Array]) -> float:
    """How likely someone who guesses writes one of these wrong answers, 0 to 1.

    A guess is a number between 0 and twice the right one, or up to 10 where that is small, with its sign; every cell by itself.
    """
    values = dict.fromkeys(kind.write(value) for value in wrong)
    hit = math.prod(_share(cell, kind.tolerance) for cell in cells(key))
    return min(1.0, len(values) * hit)


def _share(right: Scalar, tolerance: float) -> float:
    """The part of the guesses at one number that one wrong number, give or take the tolerance, catches."""
    if tolerance < 1e-6:
        return 1 / (1 + max(10.0, 2 * abs(float(right))))
    return min(1.0, 2 * tolerance / max(1.0, 2 * abs(float(right))))


def _one_number(kind: AnswerType, value: Array, right: Array) -> str:
    """The one place where an array of at least three numbers differs."""
    comparison = kind.compare(value, right)
    wrong = [index for index, is_right in enumerate(comparison.cells) if not is_right]
    if len(comparison.cells) < 3 or len(wrong) != 1:
        return ""
    return f"Only one number is wrong, {place_of(wrong[0], shape(right))}: check the arithmetic there."


def _other_order(kind: AnswerType, value: Array, right: Array) -> str:
    """The right numbers, moved about."""
    if not isinstance(right, tuple) or not isinstance(value, tuple):
        return "Only the sign is wrong." if _is_negated(kind, value, right) else ""
    if len(set(cells(right))) < 2:
        return ""
    if kind.name == "shape":
        return "The sizes are right, but in the wrong order." if Counter(cells(value)) == Counter(cells(right)) else ""
    moved: dict[str, Array] = {"All signs are reversed.": elementwise(lambda x: -x, right)}
    if len(shape(right)) == 2:
        moved["The numbers are right, but rows and columns are swapped."] = transposed(right)
        moved["The numbers are right, but each row is reversed."] = tuple(
            row[::-1] for row in right if isinstance(row, tuple)
        )
    noun = "rows" if len(shape(right)) == 2 else "numbers"
    backwards = f"The two {noun} are swapped." if len(right) == 2 else f"The {noun} are right, but in reverse order."
    moved[backwards] = right[::-1]
    for by in range(1, len(right)):
        moved[f"The {noun} are right, but shifted by {by}."] = right[by:] + right[:by]
    return next((words for words, candidate in moved.items() if kind.compare(value, candidate).right), "")


def _is_negated(kind: AnswerType, value: Array, right: Array) -> bool:
    """Whether a number has the other sign."""
    return (
        not isinstance(value, tuple)
        and not isinstance(right, tuple)
        and not kind.compare(value, right).right
        and kind.compare(-value, right).right
    )


def _rounded_early(kind: AnswerType, value: Array, right: Array) -> bool:
    return (
        kind.tolerance > 0
        and shape(value) == shape(right)
        and all(abs(a - b) <= EARLY * kind.tolerance for a, b in zip(cells(value), cells(right), strict=True))
        and all(abs(a - b) <= 0.05 * abs(b) for a, b in zip(cells(value), cells(right), strict=True))
    )


def is_telling(kind: AnswerType, value: Array) -> bool:
    """Whether an answer says enough for two misconceptions together to be recognised in it."""
    digits = re.sub(r"(?<![\d.])0+(?=[.\d])|\D", "", kind.write(value))
    return len(digits) >= TELLING


def pairs(misconceptions: Iterable[Misconception]) -> Iterator[Misconception]:
    """Two misconceptions at once, for every two of a variant's that can be had together."""
    found = 0
    for first, second in combinations(misconceptions, 2):
        both = first.then(second) or second.then(first)
        if both is not None and found < PAIRS:
            found += 1
            yield both


def diagnose_pair(kind: AnswerType, name: str, value: Array, seen: Mapping[str, Values]) -> Diagnosis | None:
    """Explain a wrong answer by two misconceptions; ``seen`` holds what each pair leads to, under its joined name."""
    fitting = [pair for pair, values in seen.items() if name in values and kind.compare(value, values[name]).right]
    if not fitting:
        return None
    return Diagnosis("two misconceptions", tuple(tuple(pair.split(" + ")) for pair in fitting))
