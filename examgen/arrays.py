"""Numbers and arrays as plain, hashable data: nested tuples of int, float and Fraction.

A question's parameters, a network's named arrays and an answer's value are all of this form, so that each of them can be
compared, hashed, sealed as JSON and shown, and no one needs numpy or pydantic to look at them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Scalar = (
        float  # what arithmetic takes and gives; a Fraction among them is exact, and no business of a type checker's
    )
else:
    Scalar = int | float | Fraction
Array = Scalar | tuple["Array", ...]


def scalar(value: object) -> Scalar:
    """Read one number of a pinned parameter; a string such as ``"1/3"`` is an exact fraction.

    Raises:
        ValueError: it is not a finite number.
    """
    if isinstance(value, str):
        try:
            return whole(Fraction(value))
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"expected a number, got {value!r}") from None
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        raise ValueError(f"expected a number, got {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"expected a finite number, got {value!r}")
    return whole(value) if isinstance(value, Fraction) else value


def whole(value: Fraction) -> Scalar:
    """A fraction as an integer where it is one."""
    return value.numerator if value.denominator == 1 else value  # type: ignore[return-value]


def array(value: object) -> Array:
    """Read nested lists or tuples of numbers as an array.

    Raises:
        ValueError: it is ragged, empty, or holds something that is not a number.
    """
    if not isinstance(value, list | tuple):
        return scalar(value)
    if not value:
        raise ValueError("expected numbers, got an empty list")
    if set(map(type, value)) == {int}:  # by far the most rows
        return tuple(value)
    items = tuple(array(item) for item in value)
    shapes = {shape(item) for item in items}
    if len(shapes) > 1:
        raise ValueError(f"expected rows of equal length, got rows of {_lengths(shapes)}")
    return items


def _lengths(shapes: Iterable[tuple[int, ...]]) -> str:
    """How long rows of different shapes are, in words: ``1 and 2 entries``."""
    *most, last = (" × ".join(map(str, lengths)) or "no" for lengths in sorted(shapes))
    return f"{', '.join(most)} and {last} entries"


def shape(value: Array) -> tuple[int, ...]:
    """The lengths along each axis, outermost first; ``()`` for a number."""
    lengths: list[int] = []
    while isinstance(value, tuple):
        lengths.append(len(value))
        value = value[0]
    return tuple(lengths)


def place_of(index: int, lengths: tuple[int, ...]) -> str:
    """Where a cell is, by its index in row-major order: ``number 2 of 3``, ``row 1, column 4``."""
    if len(lengths) == 1:
        return f"number {index + 1} of {lengths[0]}"
    row, column = divmod(index, lengths[1] * (lengths[2] if len(lengths) > 2 else 1))
    if len(lengths) > 2:
        column, channel = divmod(column, lengths[2])
        return f"row {row + 1}, column {column + 1}, channel {channel + 1}"
    return f"row {row + 1}, column {column + 1}"


def cells(value: Array) -> Iterator[Scalar]:
    """Every number of an array, in row-major order."""
    if isinstance(value, tuple):
        for item in value:
            if isinstance(item, tuple):
                yield from cells(item)
            else:
                yield item
    else:
        yield value


FLOAT_DIGITS = 12
"""So many digits of a float are trusted; what stands behind them is noise."""
AGREEMENT = 1e-9
"""How far two float64 computations of the same number may lie apart, relative to its size or absolutely near 0."""


def agree(one: Array, other: Array) -> bool:
    """Whether two arrays are the same up to what float64 loses."""
    return shape(one) == shape(other) and all(
        math.isclose(a, b, rel_tol=AGREEMENT, abs_tol=AGREEMENT) for a, b in zip(cells(one), cells(other), strict=True)
    )


def frozen(value: Any) -> Any:
    """Nested lists as tuples, which hash."""
    return tuple(frozen(item) for item in value) if isinstance(value, list | tuple) else value


def elementwise(function: Callable[..., Scalar], *values: Array) -> Array:
    """Apply a function of numbers to arrays of equal shape, cell by cell."""
    if not isinstance(values[0], tuple):
        return function(*values)
    rows = zip(*values, strict=True)
    return tuple([elementwise(function, *row) if isinstance(row[0], tuple) else function(*row) for row in rows])


def transposed(value: Array) -> Array:
    """A grid with rows and columns exchanged; further axes stay with their cells."""
    if not isinstance(value, tuple) or not isinstance(value[0], tuple):
        raise ValueError(f"only a grid has rows and columns to exchange, got shape {shape(value)}")
    rows = [row for row in value if isinstance(row, tuple)]
    return tuple(zip(*rows, strict=True))


def reshape(value: Array, lengths: tuple[int, ...]) -> Array:
    """The same numbers in row-major order under another shape.

    Raises:
        ValueError: the number of cells differs.
    """
    numbers = list(cells(value))
    if len(numbers) != math.prod(lengths):
        raise ValueError(f"expected {math.prod(lengths)} numbers for shape {lengths}, got {len(numbers)}")
    for length in reversed(lengths):
        numbers = [tuple(numbers[i : i + length]) for i in range(0, len(numbers), length)]  # type: ignore[misc]
    return numbers[0]


def spelled(text: str) -> tuple[int, ...]:
    """A text as an array, the codes of its characters, so that it can stand where an answer's numbers do."""
    return tuple(map(ord, text))


def text_of(value: Array) -> str:
    """The text that was spelled as an array.

    Raises:
        ValueError: it is no such array.
    """
    try:
        return "".join(chr(int(code)) for code in cells(value))
    except (OverflowError, ValueError):
        raise ValueError(f"expected a text, character by character, got {value}") from None


def json_ready(value: Any) -> Any:
    """Nested tuples as lists, fractions as strings and models as objects: what reads back unchanged."""
    if type(value) in (int, float, str):  # by far the most
        return value
    if isinstance(value, tuple | list):
        return [json_ready(item) for item in value]
    if (names := getattr(type(value), "model_fields", None)) is not None:
        return {name: json_ready(getattr(value, name)) for name in names}
    return str(value) if isinstance(value, Fraction) else value
