"""What can be asked of a network, and what is worked out from several such things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from examgen.arrays import Array, Scalar, agree, cells, elementwise, whole
from examgen.model.network import Layer


@dataclass(frozen=True, slots=True)
class Value:
    """The numbers of a named tensor, one example, channels last."""

    name: str


@dataclass(frozen=True, slots=True)
class OutputShape:
    """The shape of a named tensor, without its batch axis."""

    name: str
    axis: int | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many parameters the named layers own; all layers where none is named. Shared weights count once."""

    names: tuple[str, ...] = ()
    trainable: bool = False


@dataclass(frozen=True, slots=True)
class Multiplications:
    """How many multiply-accumulates the named layers do for one example; all layers where none is named.

    Each is one weight times one value, added up; TensorFlow's FLOP profile counts two operations for it. A window that
    hangs over the border counts in full, as the field counts it; adding a bias, pooling and activations do not count.
    """

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """How many cells of ``by`` along an axis the central cell of ``of`` reaches over: the extent of its gradient."""

    of: str
    by: str
    axis: int = 0


@dataclass(frozen=True, slots=True)
class PixelUse:
    """How often each cell of ``by`` is used for ``of``: its gradient through kernels of ones.

    For one layer with one filter it is the number of windows that the cell lies in; every filter counts its own, and
    through several layers every path counts.
    """

    of: str
    by: str


@dataclass(frozen=True, slots=True)
class Gradient:
    """The derivative of a named scalar (or of the sum of a named tensor) by a named array or tensor."""

    of: str
    by: str


@dataclass(frozen=True, slots=True)
class AfterStep:
    """A named weight after so many steps of an optimizer on a named loss."""

    weight: str
    loss: str
    optimizer: Layer
    steps: int = 1


Observed = Value | OutputShape | Parameters | Multiplications | ReceptiveField | PixelUse | Gradient | AfterStep
"""What the oracle reports."""


@dataclass(frozen=True, slots=True)
class Combined:
    """What is worked out from other observables by a rule; the oracle runs the parts."""

    rule: str
    of: tuple[Observable, ...]
    options: tuple[Scalar, ...] = ()


Observable = Observed | Combined


def value(name: str) -> Value:
    """The numbers of a named tensor."""
    return Value(name)


def shape(name: str, axis: int | None = None) -> OutputShape:
    """The shape of a named tensor, or its length along one axis."""
    return OutputShape(name, axis)


def parameters(*names: str, trainable: bool = False) -> Parameters:
    """The parameter count of the named layers, or of all; only what training changes with ``trainable``.

    A layer made with ``trainable=False`` is frozen: nothing of it is trainable.
    """
    return Parameters(names, trainable)


def multiplications(*names: str) -> Multiplications:
    """The multiply-accumulates of the named layers, or of all, for one example."""
    return Multiplications(names)


def receptive_field(of: str, by: str, axis: int = 0) -> ReceptiveField:
    """The receptive field in ``by`` of the central cell of ``of``: its height, or with ``axis=1`` its width."""
    return ReceptiveField(of, by, axis)


def pixel_use(of: str, by: str) -> PixelUse:
    """How many cells of ``of`` use each cell of ``by``, an array of the shape of ``by``."""
    return PixelUse(of, by)


def gradient(of: str, by: str) -> Gradient:
    """The derivative of ``of`` by ``by``."""
    return Gradient(of, by)


def after_step(weight: str, loss: str, optimizer: Layer, steps: int = 1) -> AfterStep:
    """A weight after training steps."""
    return AfterStep(weight, loss, optimizer, steps)


# worked out from other observables ----------------------------------------------------------------------------------


def total(*of: Observable) -> Combined:
    """The sum of numbers, or of arrays cell by cell."""
    return Combined("total", of)


def difference(a: Observable, b: Observable) -> Combined:
    """``a`` less ``b``, cell by cell."""
    return Combined("difference", (a, b))


def ratio(a: Observable, b: Observable) -> Combined:
    """``a`` over ``b``, cell by cell; exact where both are."""
    return Combined("ratio", (a, b))


def scaled(of: Observable, factor: Scalar) -> Combined:
    """An observable times a number, cell by cell: ``scaled(multiplications("z"), 2)`` are floating-point operations."""
    return Combined("scaled", (of,), (factor,))


def agrees(a: str | Observable, b: str | Observable) -> Combined:
    """1 where two tensors (or other observables) are equal to within 1e-9, else 0."""
    return Combined("agrees", (of_name(a), of_name(b)))


def of_name(observable: str | Observable) -> Observable:
    """An observable as it is; a name stands for the numbers of that tensor."""
    return Value(observable) if isinstance(observable, str) else observable


def cell(of: Observable, *index: int) -> Combined:
    """One number of an array, from 0: ``cell(pixel_use("z", "x"), 0, 0)``; a part of it where axes are left."""
    return Combined("cell", (of,), index)


def largest(of: Observable) -> Combined:
    """The place of the largest cell, from 0 in row-major order; the first one of equals."""
    return Combined("largest", (of,))


def places(of: Observable, number: Scalar) -> Combined:
    """The places, from 1, of the cells that are this number, in row-major order: ``places(row(a, b, c), 5)`` is (1, 3)."""
    return Combined("places", (of,), (number,))


def row(*of: Observable) -> Combined:
    """Numbers in a row, in this order: ``largest(row(a, b, c))`` is the place of the greatest of them."""
    return Combined("row", of)


def at_most(of: Observable, bound: Scalar) -> Combined:
    """1 where a number is at most the bound, else 0."""
    return Combined("at_most", (of,), (bound,))


def parts(observable: Observable) -> tuple[Observed, ...]:
    """What the oracle must report so that an observable can be told, each once."""
    if not isinstance(observable, Combined):
        return (observable,)
    return tuple(dict.fromkeys(part for inner in observable.of for part in parts(inner)))


def combined(observable: Observable, values: Mapping[Observable, Array]) -> Array:
    """An observable's value, from those of its parts.

    What ``values`` holds is taken as it is, a composition too: so a student's own number for a part, or for a sum that
    is a part of something else, is carried on.

    Raises:
        ArithmeticError, LookupError, TypeError, ValueError: the values cannot be so combined: a division by zero, a
            cell that does not exist, arrays of different shapes. A part that is missing is a `KeyError`.
    """
    if observable in values or not isinstance(observable, Combined):
        return values[observable]
    return _RULES[observable.rule](*(combined(o, values) for o in observable.of), *observable.options)


def _total(*values: Array) -> Array:
    return elementwise(lambda *row: sum(row), *values)


def _difference(a: Array, b: Array) -> Array:
    return elementwise(lambda x, y: x - y, a, b)


def _ratio(a: Array, b: Array) -> Array:
    return elementwise(_quotient, a, b)


def _quotient(a: Scalar, b: Scalar) -> Scalar:
    return a / b if isinstance(a, float) or isinstance(b, float) else whole(Fraction(a) / Fraction(b))


def _scaled(value: Array, factor: Scalar) -> Array:
    return elementwise(lambda x: x * factor, value)


def _agrees(a: Array, b: Array) -> Array:
    return int(agree(a, b))


def _cell(value: Array, *index: int) -> Array:
    for place in index:
        if not isinstance(value, tuple):
            raise IndexError(f"there is no cell {index} in an array of fewer axes")
        value = value[place]
    return value


def _largest(value: Array) -> Array:
    numbers = list(cells(value))
    return numbers.index(max(numbers))


def _places(value: Array, number: Scalar) -> Array:
    return tuple(place for place, cell in enumerate(cells(value), start=1) if cell == number)


def _row(*values: Array) -> Array:
    return values


def _at_most(value: Array, bound: Scalar) -> Array:
    return elementwise(lambda x: int(x <= bound), value)


_RULES: dict[str, Callable[..., Array]] = {
    "total": _total,
    "difference": _difference,
    "ratio": _ratio,
    "scaled": _scaled,
    "agrees": _agrees,
    "cell": _cell,
    "largest": _largest,
    "places": _places,
    "row": _row,
    "at_most": _at_most,
}
