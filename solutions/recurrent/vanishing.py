"""Each step multiplies by the memory weight; logarithms say when the power passes the bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.vanishing import Vanishing


def solve(q: Vanishing, show: Show) -> None:
    show.answer("factor", "Each step multiplies the gradient by $w_h$.", q.wh**q.steps)
    size = show("What counts is the size of the weight, without its sign.", abs(q.wh))
    if size < 1:
        show.answer("fate", "Factors smaller than 1 make it vanish.", 0)
        steps = "Its logarithm falls by the same amount at every step; when it has fallen far enough, the next step is below."
    else:
        show.answer("fate", "Factors larger than 1 make it explode.", 1)
        steps = "Its logarithm grows by the same amount at every step; when it has grown far enough, the next step is above."
    show.answer("passed", steps, ln(q.bound) // ln(size) + 1)
