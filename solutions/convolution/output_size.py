"""The size formula: first the extent of the filter, then the number of positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.output_size import OutputSize


def solve(q: OutputSize, show: Show) -> None:
    f = show("Extent of the dilated filter: $d (f - 1) + 1$.", q.d * (q.f - 1) + 1) if q.d > 1 else q.f
    if q.exact:
        show.answer("quotient", "Insert the numbers into the formula, without rounding.", (q.n + 2 * q.p - f) / q.s + 1)
    side = (q.n + 2 * q.p - f) // q.s + 1
    show.answer("side", "Substitute the numbers into the formula for the output size.", side)
