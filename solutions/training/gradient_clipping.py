"""By norm, the whole gradient is scaled; by value, each entry is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import largest, smallest, sqrt, total

if TYPE_CHECKING:
    from examgen.arrays import Scalar
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.gradient_clipping import GradientClipping


def solve(q: GradientClipping, show: Show) -> None:
    norm = show.answer(
        "norm", "The norm is the square root of the sum of the squares.", sqrt(total(g**2 for g in q.gradient))
    )
    if norm > q.clipnorm:
        factor = show("The norm exceeds the maximum, so divide the maximum by the norm.", q.clipnorm / norm)
        shorter = tuple(g * factor for g in q.gradient)
        show.answer("by_norm", "Multiply every entry by this factor.", shorter)
    else:
        show.answer("by_norm", "The norm does not exceed the maximum, so the gradient stays the same.", q.gradient)

    def clipped(g: Scalar) -> Scalar:
        return largest((smallest((g, q.clipvalue)), -q.clipvalue)) if abs(g) > q.clipvalue else g

    show.answer(
        "by_value",
        "Replace every entry outside the interval by the nearest end point.",
        tuple(clipped(g) for g in q.gradient),
    )
