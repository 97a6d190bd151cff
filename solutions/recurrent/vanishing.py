"""A power of the weight; logarithms tell when it crosses the bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.vanishing import Vanishing


def solve(q: Vanishing, show: Show) -> None:
    show.answer("factor", "Each step multiplies the gradient by $w_h$.", q.wh**q.steps)
    size = show("Compute the absolute value of the weight.", abs(q.wh))
    if size < 1:
        show.answer("fate", "Since $|w_h| < 1$, each step makes the gradient smaller in absolute value.", 0)
        steps = (
            r"Solve $|w_h|^t < {bound}$. Since $\ln |w_h| < 0$, this means $t > \ln({bound}) / \ln |w_h|$; take the "
            "smallest such integer."
        )
    else:
        show.answer("fate", "Since $|w_h| > 1$, each step makes the gradient larger in absolute value.", 1)
        steps = r"Solve $|w_h|^t > {bound}$, that is, $t > \ln({bound}) / \ln |w_h|$; take the smallest such integer."
    show.answer("passed", steps, ln(unnamed(q.bound)) // ln(size) + 1, bound=q.bound)
