"""Answers that are arrays of numbers: ``Vector``, ``Matrix`` and ``Tensor``."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Blank, Reading, Unreadable
from examgen.answers.dress import undress
from examgen.answers.fitting import checked_decimals, fitted, number, squeezed
from examgen.answers.nesting import ArrayReader
from examgen.answers.spelling import brief, exact, rounded, spell, tex_number, to_decimals
from examgen.answers.tidy import tidy
from examgen.arrays import Array, Scalar, elementwise, shape

Spelling = Callable[[Scalar], str]


@dataclass(frozen=True)
class _Grid(AnswerType):
    """An array of numbers, right to one unit in the last asked decimal.

    With no decimals the numbers are worked out by hand and compared as they are: whole numbers, or fractions such as
    2.5 and 1/3.
    """

    decimals: int = 0
    rank: ClassVar[int]
    called: ClassVar[str]
    like: ClassVar[Array]

    def __post_init__(self) -> None:
        checked_decimals(self.decimals)

    @property
    def hint(self) -> str:
        places = f" {to_decimals(self.decimals)}" if self.decimals else ""
        return f"{self.called}{places}, for example {self._example}"

    @property
    def tolerance(self) -> float:
        return 10.0**-self.decimals if self.decimals else 1e-9

    def read(self, text: str) -> Reading:
        written = ArrayReader(self.rank, whole=not self.decimals).read(undress(tidy(text)))
        value = self._formed(written)
        dropped = shape(value) != shape(written) and len(shape(written)) > self.rank
        return Reading(value, self._said(value) + (f" (written as {_sizes(written)})" if dropped else ""))

    def fit(self, value: Array) -> Array:
        return fitted(value, self.rank)

    def write(self, value: Array) -> str:
        return self._laid_out(value, self._cell)

    def _formed(self, written: Array) -> Array:
        """What was written as an array of this rank: Keras prints axes of length 1 that nobody asked for."""
        try:
            return squeezed(written, self.rank)
        except ValueError:
            raise Unreadable(
                f"an array of size {_sizes(written)} is not {self.called}; write for example {self._example}"
            ) from None

    @property
    def _example(self) -> str:
        return self.write(elementwise(lambda count: count / 8, self.like) if self.decimals else self.like)

    def _cell(self, value: Scalar) -> str:
        return rounded(value, self.decimals) if self.decimals else exact(value)

    def _tex_cell(self, value: Scalar) -> str:
        return tex_number(self._cell(value) if self.decimals else brief(value))

    @abstractmethod
    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        """The numbers as a student would type them."""

    @abstractmethod
    def _said(self, value: Array) -> str:
        """What was read, with its size."""


@dataclass(frozen=True)
class Vector(_Grid):
    """Numbers in order, of shape ``(n,)``; a row or a column is read as one, and it is said."""

    name: ClassVar[str] = "vector"
    rank: ClassVar[int] = 1
    called: ClassVar[str] = "a list of numbers"
    like: ClassVar[Array] = (1, 2, 3)

    def tex(self, value: Array) -> str:
        return _bmatrix([_parts(value)], self._tex_cell)

    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        return ", ".join(_each(value, spelling))

    def _said(self, value: Array) -> str:
        count = len(_parts(value))
        return f"{count} number{'' if count == 1 else 's'}: {self._laid_out(value, spell)}"


@dataclass(frozen=True)
class Matrix(_Grid):
    """Rows of numbers, of shape ``(rows, columns)``; numbers without any sign of a second row are one row."""

    name: ClassVar[str] = "matrix"
    blank: ClassVar[Blank] = "grid"
    rank: ClassVar[int] = 2
    called: ClassVar[str] = "a matrix"
    like: ClassVar[Array] = ((1, 2), (3, 4))

    def tex(self, value: Array) -> str:
        return _bmatrix([_parts(row) for row in _parts(value)], self._tex_cell)

    def _formed(self, written: Array) -> Array:
        return super()._formed((written,) if len(shape(written)) == 1 else written)

    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        return "; ".join(" ".join(_each(row, spelling)) for row in _parts(value))

    def _said(self, value: Array) -> str:
        return f"{_sizes(value)} matrix: {self._laid_out(value, spell)}"


@dataclass(frozen=True)
class Tensor(_Grid):
    """An array of rank 3 in nested brackets, axes ``(height, width, channels)`` as Keras prints them."""

    name: ClassVar[str] = "tensor"
    blank: ClassVar[Blank] = "grid"
    rank: ClassVar[int] = 3
    called: ClassVar[str] = "an array of rank 3"
    like: ClassVar[Array] = (((1, 2), (3, 4)), ((5, 6), (7, 8)))

    def tex(self, value: Array) -> str:
        """One matrix ``(height, width)`` per channel, the subscript saying which."""
        rows = [[_parts(cell) for cell in _parts(row)] for row in _parts(value)]
        slices = ([tuple(cell[channel] for cell in row) for row in rows] for channel in range(shape(value)[2]))
        return r",\quad ".join(
            f"{_bmatrix(part, self._tex_cell)}_{{:,:,{channel}}}" for channel, part in enumerate(slices)
        )

    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        if not isinstance(value, tuple):
            return spelling(value)
        return "[" + " ".join(self._laid_out(part, spelling) for part in value) + "]"

    def _said(self, value: Array) -> str:
        return f"{_sizes(value)} array: {self._laid_out(value, spell)}"


def _bmatrix(rows: list[tuple[Array, ...]], spelling: Spelling) -> str:
    lines = (" & ".join(spelling(number(cell)) for cell in row) for row in rows)
    return r"\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"


def _each(row: Array, spelling: Spelling) -> list[str]:
    return [spelling(number(cell)) for cell in _parts(row)]


def _parts(value: Array) -> tuple[Array, ...]:
    if not isinstance(value, tuple):
        raise ValueError(f"expected an array, got the number {value}")
    return value


def _sizes(value: Array) -> str:
    return " × ".join(map(str, shape(value)))
