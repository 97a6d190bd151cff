"""Too long a gradient is shortened as a whole; too large values are cut one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import largest, smallest, sqrt, total

if TYPE_CHECKING:
    from examgen.arrays import Scalar
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.gradient_clipping import GradientClipping


def solve(q: GradientClipping, show: Show) -> None:
    norm = show.answer("norm", "The root of the sum of the squares.", sqrt(total(g**2 for g in q.gradient)))
    if norm > q.clipnorm:
        factor = show("The norm is above the limit. This factor brings it down to the limit:", q.clipnorm / norm)
        shorter = tuple(g * factor for g in q.gradient)
        show.answer("by_norm", "Every number is multiplied by it; the direction stays.", shorter)
    else:
        show.answer("by_norm", "The norm is not above the limit: nothing is clipped.", q.gradient)

    def clipped(g: Scalar) -> Scalar:
        return largest((smallest((g, q.clipvalue)), -q.clipvalue)) if abs(g) > q.clipvalue else g

    show.answer("by_value", "Every number beyond a limit becomes the limit.", tuple(clipped(g) for g in q.gradient))
