"""What every answer kind can do; the contract is written here once."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from examgen.arrays import Array, Scalar, cells, shape

Blank = Literal["line", "grid", "options"]
"""How the room for an answer is laid out on paper: one line, a grid of cells, or options to tick."""


class Unreadable(ValueError):
    """The text cannot be read as an answer of this kind; not a wrong answer. It says why, and how to write one."""


class Doubtful(Unreadable):
    """The text can be read in several ways; ``readings`` are all of them."""

    def __init__(self, message: str, readings: tuple[Reading, ...]) -> None:
        super().__init__(message)
        self.readings = readings


@dataclass(frozen=True)
class Reading:
    """What was read from a student's text.

    ``value`` is in the kind's form; ``said`` says it back in words that a student can check ("read as 28 × 28 × 6").
    """

    value: Array
    said: str


@dataclass(frozen=True)
class Comparison:
    """A value held against the key, cell by cell.

    Attributes:
        cells: in row-major order whether each cell is right; empty where the sizes differ.
        as_a_whole: whether it earns only if all of it is right, because right cells alone say nothing.
        notes: what was found, a sentence for each cell, where there is more to say than right or wrong.
        coarse: cells that are the key correctly rounded, but to fewer places than asked; empty where no cell is.
    """

    cells: tuple[bool, ...]
    as_a_whole: bool = False
    notes: tuple[str, ...] = ()
    coarse: tuple[bool, ...] = ()

    @property
    def right(self) -> bool:
        return bool(self.cells) and all(self.cells)

    @property
    def share(self) -> Fraction:
        """The part that it earns, 0 to 1: of its cells those that are right."""
        if not self.cells or (self.as_a_whole and not self.right):
            return Fraction(0)
        return Fraction(sum(self.cells), len(self.cells))


@dataclass(frozen=True)
class AnswerType(ABC):
    """How an ask is read, compared and laid out.

    Attributes:
        name: what the kind is called.
        blank: the room for an answer on paper.
        cell: what a cell of it is called, to say how many are right.
        is_numeric: whether its values are numbers, so that a wrong one can be a slip in the arithmetic.
        key_is_unique: whether one value alone is right; else the key is an example, and an answer is judged by what it is.
    """

    name: ClassVar[str]
    blank: ClassVar[Blank] = "line"
    cell: ClassVar[str] = "number"
    is_numeric: ClassVar[bool] = True
    key_is_unique: ClassVar[bool] = True

    @property
    @abstractmethod
    def hint(self) -> str:
        """How to write such an answer, with an example: ``"an integer, for example 42"``."""

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        """What an answer chooses from: the label and the text of each, which may hold TeX."""
        return ()

    @property
    def tolerance(self) -> float:
        """How far a cell may lie from the key's and still be right; 0 asks for the very same number."""
        return 0.0

    @abstractmethod
    def read(self, text: str) -> Reading:
        """Read what a student typed.

        Raises:
            Unreadable: the text is hopeless, or can be read in two ways.
        """

    @abstractmethod
    def fit(self, value: Array) -> Array:
        """Bring what a witness reports into this kind's form: axes of length 1 dropped, whole floats made integers.

        Raises:
            ValueError: it has no such form; then the question is wrong, not the student.
        """

    def compare(self, value: Array, key: Array) -> Comparison:
        """Hold a read value against the key, within the tolerance of this kind."""
        if shape(value) != shape(key):
            return Comparison(cells=())
        pairs = zip(cells(value), cells(key), strict=True)
        return Comparison(cells=tuple(_near(mine, right, self.tolerance) for mine, right in pairs))

    @abstractmethod
    def write(self, value: Array) -> str:
        """The value as a student would type it; ``read(write(value))`` compares right with ``value``."""

    @abstractmethod
    def tex(self, value: Array) -> str:
        """The value as TeX math, rounded as the ask wants it."""


def _near(mine: Scalar, right: Scalar, tolerance: float) -> bool:
    """Whether two numbers agree; the slack is only for what binary floats add to a difference such as 0.501 - 0.5."""
    if mine == right or not tolerance:
        return mine == right
    noise = 1e-9 * tolerance + 2 * math.ulp(max(abs(float(mine)), abs(float(right))))
    return -tolerance - noise <= mine - right <= tolerance + noise
