"""A power of the weight; logarithms tell when it crosses the bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.vanishing import Vanishing


def solve(q: Vanishing, show: Show) -> None:
    show.answer("factor", "Every step multiplies the gradient by $w_h$.", q.wh**q.steps)
    size = show("Absolute value of the weight.", abs(q.wh))
    if size < 1:
        show.answer("fate", "$|w_h| < 1$, so every step makes the gradient smaller.", 0)
        steps = r"Solve $|w_h|^t < \text{bound}$: the smallest integer $t > \ln \text{bound} / \ln |w_h|$."
    else:
        show.answer("fate", "$|w_h| > 1$, so every step makes the gradient larger.", 1)
        steps = r"Solve $|w_h|^t > \text{bound}$: the smallest integer $t > \ln \text{bound} / \ln |w_h|$."
    show.answer("passed", steps, ln(q.bound) // ln(size) + 1)
