"""Two steps: gradient, velocity, weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.momentum import Momentum


def solve(q: Momentum, show: Show) -> None:
    slope = show("Gradient at $w_0$.", 2 * (q.w - q.c))
    v = show.answer("v1", "With $v_0 = 0$ the first step is the gradient step.", -q.learning_rate * slope, symbol="v_1")
    w = show.answer("w1", "Add $v_1$ to $w_0$.", q.w + v, symbol="w_1")
    slope = show("Gradient at $w_1$.", 2 * (w - q.c))
    v = show.answer("v2", "Velocity of the second step.", q.momentum * v - q.learning_rate * slope, symbol="v_2")
    show.answer("w2", "Add $v_2$ to $w_1$.", w + v, symbol="w_2")
