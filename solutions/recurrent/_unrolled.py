"""One step of a simple recurrent layer, and answers that are a vector or a single number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Scalar, each, relu, tanh
from examgen.solutions.steps import affine

if TYPE_CHECKING:
    from examgen.question_bank.recurrent._gated import GatedSteps
    from examgen.question_bank.recurrent._unrolled import Unrolled

Row = tuple[Scalar, ...]


def added(one: Row, other: Row) -> Row:
    """The sum of two vectors."""
    return tuple(a + b for a, b in zip(one, other, strict=True))


def in_order(q: Unrolled | GatedSteps) -> tuple[Row, ...]:
    """The inputs in the order in which the layer processes them."""
    return tuple(reversed(q.x)) if q.go_backwards else q.x


def added_up(q: Unrolled, x: Row, h: Row) -> Row:
    """The pre-activation of a step."""
    return affine(x, q.Wx, h, q.Wh, q.b)


def squashed(q: Unrolled, z: Row) -> Any:
    """The activation function, elementwise."""
    return z if q.activation == "linear" else each(tanh if q.activation == "tanh" else relu, z)


SQUASHED = {
    "tanh": r"$h_{{t}} = \tanh(z_{{t}})$.",
    "relu": r"$h_{{t}} = \max(0, z_{{t}})$.",
    "linear": "$h_{{t}} = z_{{t}}$, since there is no activation function.",
}
PRE_ACTIVATION = r"Time step {t}: $z_{{t}} = x_{{place}} W_x + h_{{before}} W_h + b$."


def step(q: Unrolled | GatedSteps, t: int) -> dict[str, Any]:
    """What is put into the text of a step: its number, the one before it, and the number of its input."""
    return {"t": t, "before": t - 1, "place": len(q.x) + 1 - t if q.go_backwards else t}
