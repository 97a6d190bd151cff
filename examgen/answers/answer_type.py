"""What every answer type can do; the contract is written here once."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from examgen.arrays import Array, Scalar, cells, json_ready, shape

Blank = Literal["line", "grid", "options"]
"""How the room for an answer is laid out on paper: one line, a grid of cells, or options to tick."""


class Unreadable(ValueError):
    """The text cannot be read as an answer of this type; not a wrong answer. It says which part, and how to write one."""


@dataclass(frozen=True)
class Reading:
    """What was read from a student's text.

    ``value`` is in the type's form; ``said`` says it back in words that a student can check, and that are read as the same value.
    """

    value: Array
    said: str


class Doubtful(Unreadable):
    """The text can be read in two ways, or has a different size than was asked for but the right number of values.

    A person decides, with the ``readings`` before them.
    """

    def __init__(self, message: str, readings: Sequence[Reading]) -> None:
        super().__init__(message)
        self.readings = tuple(readings)


@dataclass(frozen=True)
class Comparison:
    """A value held against the key, cell by cell.

    Attributes:
        cells: in row-major order whether each cell is right; empty where the sizes differ.
        as_a_whole: whether it earns only if all of it is right, because right cells alone say nothing.
        notes: what was found, a sentence for each cell, where there is more to say than right or wrong.
        coarse: of each cell whether it is the key correctly rounded to fewer places than were asked for; such a cell is not
            right. Empty where no places are asked for.
        summary: what a design is, whatever it was asked for: its output shape and its number of parameters.
    """

    cells: tuple[bool, ...]
    as_a_whole: bool = False
    notes: tuple[str, ...] = ()
    coarse: tuple[bool, ...] = ()
    summary: str = ""

    @property
    def right(self) -> bool:
        return bool(self.cells) and all(self.cells)


@dataclass(frozen=True)
class AnswerType(ABC):
    """How an ask is read, compared and laid out.

    Attributes:
        name: what the type is called.
        blank: the room for an answer on paper.
        cell: what a cell of it is called, to say how many are right.
        is_numeric: whether its values are numbers, so that a wrong one can be a slip in the arithmetic.
        key_is_unique: whether one value alone is right; else the key is an example, and an answer is judged by what it is.
        uniform_decides_nothing: whether a value whose cells are all the same is right as a whole or worth nothing.
        is_judged: whether a machine can tell right from wrong; else every answer waits for a person.
    """

    name: ClassVar[str]
    blank: ClassVar[Blank] = "line"
    cell: ClassVar[str] = "number"
    is_numeric: ClassVar[bool] = True
    key_is_unique: ClassVar[bool] = True
    uniform_decides_nothing: ClassVar[bool] = False
    is_judged: ClassVar[bool] = True

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

    def read(
        self,
        text: str,
        *,
        expected: Array | None = None,
        expressions: bool = False,
        asked: Sequence[str] | None = None,
    ) -> Reading:
        """Read what a student typed.

        Every character is accounted for, as a value, a separator, a label, a unit or decoration, or the text is refused.

        Args:
            text: exactly what was typed.
            expected: the key, or any value of its size. Only its size is looked at: of two readings the one of this size is
                meant, and one of another size is doubtful where the text holds as many numbers.
            expressions: whether small arithmetic, ``(5*5*3+1)*10``, is worked out; fractions always are.
            asked: the symbols that the ask names, if any (`symbols.symbols_in`): a text that names several values and ends with
                another one is doubtful. Nothing is doubted where it is not told.

        Raises:
            Doubtful: there are two readings, or the size differs though the count of numbers does not.
            Unreadable: a part of it cannot be interpreted.
        """
        readings = self.readings(text, expressions=expressions)
        if len(readings) > 1 and expected is not None:
            readings = [r for r in readings if self._size(r.value) == self._size(expected)] or readings
        if len(readings) > 1:
            raise Doubtful(self._two_ways(text, readings), readings)
        (reading,) = readings
        if expected is not None:
            self._check_size(text, reading, expected)
        if asked is not None:
            self._check_names(text, reading, asked)
        return reading

    @abstractmethod
    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        """Every way in which a text can be meant, the more likely first; at least one.

        Raises:
            Unreadable: a part of it cannot be interpreted.
        """

    def _size(self, value: Array) -> tuple[int, ...]:
        return shape(value)

    def _check_size(self, text: str, reading: Reading, expected: Array) -> None:  # noqa: B027 - most types have no size
        """Refuse a reading whose size makes it doubtful."""

    def _check_names(self, text: str, reading: Reading, asked: Sequence[str]) -> None:  # noqa: B027 - most types have no names
        """Doubt a text that names several values, of which the one that is read is not what was asked for."""

    def _two_ways(self, text: str, readings: Sequence[Reading]) -> str:
        one, other, *_ = (reading.said for reading in readings)
        return f"it could be {_cut(one)} or {_cut(other)}; write {self.hint}"

    @abstractmethod
    def fit(self, value: Array) -> Array:
        """Bring what a witness reports into this type's form: axes of length 1 dropped, whole floats made integers.

        Raises:
            ValueError: it has no such form; then the question is wrong, not the student.
        """

    def compare(self, value: Array, key: Array) -> Comparison:
        """Hold a read value against the key, within the tolerance of this type."""
        if shape(value) != shape(key):
            return Comparison(cells=())
        pairs = zip(cells(value), cells(key), strict=True)
        return Comparison(
            cells=tuple(near(mine, right, self.tolerance) for mine, right in pairs),
            as_a_whole=self.uniform_decides_nothing and len({*cells(value)}) == 1,
        )

    @abstractmethod
    def write(self, value: Array) -> str:
        """The value as a student would type it; ``read(write(value))`` compares right with ``value``."""

    def plain(self, value: Array) -> Any:
        """A value for JSON: numbers, lists of them, or a text."""
        return json_ready(value)

    @abstractmethod
    def tex(self, value: Array) -> str:
        """The value as TeX math, rounded as the ask wants it."""


def near(mine: Scalar, right: Scalar, tolerance: float) -> bool:
    """Whether two numbers agree; the slack is only for what binary floats add to a difference such as 0.501 - 0.5."""
    if mine == right or not tolerance:
        return mine == right
    noise = 1e-9 * tolerance + 2 * math.ulp(max(abs(float(mine)), abs(float(right))))
    return -tolerance - noise <= mine - right <= tolerance + noise


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
