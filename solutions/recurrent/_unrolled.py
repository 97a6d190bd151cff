"""What the derivations of recurrent layers share: a step of a simple one, and answers that are a row or a single number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Scalar, each, relu, tanh
from examgen.solutions.steps import affine

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent._gated import GatedSteps
    from examgen.question_bank.recurrent._unrolled import Unrolled

Row = tuple[Scalar, ...]


def answer(show: Show, ask: str, why: str, row: Row) -> Row:
    """Answer with a row, or with its only number; the work goes on from a row."""
    if len(row) == 1:
        return (show.answer(ask, why, row[0]),)
    return show.answer(ask, why, row)


def added(one: Row, other: Row) -> Row:
    """Two rows added cell by cell."""
    return tuple(a + b for a, b in zip(one, other, strict=True))


def in_order(q: Unrolled | GatedSteps) -> tuple[Row, ...]:
    """The inputs in the order in which the layer reads them."""
    return tuple(reversed(q.x)) if q.go_backwards else q.x


def added_up(q: Unrolled, x: Row, h: Row) -> Row:
    """What the activation function gets at a step."""
    return affine(x, q.Wx, h, q.Wh, q.b)


def squashed(q: Unrolled, z: Row) -> Any:
    """What the activation function makes of it."""
    return z if q.activation == "linear" else each(tanh if q.activation == "tanh" else relu, z)


SQUASHED = {
    "tanh": "Each sum is squashed by tanh.",
    "relu": "ReLU keeps what is positive.",
    "linear": "There is no activation function: the sum is the state.",
}
