"""Count the places where the window can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.output_size import OutputSize


def solve(q: OutputSize, show: Show) -> None:
    f = show("Dilated, the filter covers more cells.", q.d * (q.f - 1) + 1) if q.d > 1 else q.f
    if q.exact:
        show.answer(
            "quotient", "Where this is no whole number, the windows do not fit exactly.", (q.n + 2 * q.p - f) / q.s + 1
        )
    side = (q.n + 2 * q.p - f) // q.s + 1
    show.answer("side", "The first place, and one more for every whole stride that is left.", side)
