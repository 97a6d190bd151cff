"""Two steps: gradient, velocity, weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, plain, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.momentum import Momentum


def solve(q: Momentum, show: Show) -> None:
    slope = show("Compute the derivative $L'(w_0)$.", 2 * _apart(q, q.w))
    if float(q.v):
        why, v = "$v_1 = \\mu \\, v_0 - \\eta \\, L'(w_0)$.", q.momentum * q.v - q.learning_rate * slope
    else:
        why, v = "$v_1 = -\\eta \\, L'(w_0)$, because $v_0 = 0$.", -q.learning_rate * slope
    v = show.answer("v1", why, v, symbol="v_1")
    w = show.answer("w1", "Add $v_1$ to $w_0$.", q.w + v, symbol="w_1")
    slope = show("Compute the derivative $L'(w_1)$.", 2 * _apart(q, w))
    v = show.answer(
        "v2", "$v_2 = \\mu \\, v_1 - \\eta \\, L'(w_1)$.", q.momentum * v - q.learning_rate * slope, symbol="v_2"
    )
    show.answer("w2", "Add $v_2$ to $w_1$.", w + v, symbol="w_2")


def _apart(q: Momentum, w: Scalar) -> Scalar:
    """The base of the square, w − c, written as a sum where the statement writes one."""
    c = float(q.c)
    apart: Scalar = w + unnamed(-plain(q.c)) if c < 0 else w - unnamed(q.c)
    return apart
