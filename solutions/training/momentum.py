"""Of the last step a part is kept, the new slope is added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.momentum import Momentum


def solve(q: Momentum, show: Show) -> None:
    slope = show("The slope of the loss at the start.", 2 * (q.w - q.c))
    v = show.answer("v1", "The first step has nothing to keep.", -q.learning_rate * slope, symbol="v_1")
    w = show.answer("w1", "The weight takes the step.", q.w + v, symbol="w_1")
    slope = show("The slope where the weight now is.", 2 * (w - q.c))
    v = show.answer("v2", "A part of the first step is kept.", q.momentum * v - q.learning_rate * slope, symbol="v_2")
    show.answer("w2", "The weight takes the second step.", w + v, symbol="w_2")
