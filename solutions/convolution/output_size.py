"""Count the places where the window can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.output_size import OutputSize


def solve(q: OutputSize, show: Show) -> None:
    side = (q.n + 2 * q.p - q.f) // q.s + 1
    show.answer("side", "The first place, and one more for every whole stride that is left.", side)
