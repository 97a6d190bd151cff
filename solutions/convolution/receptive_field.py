"""Layer by layer: each adds its window less 1, as far apart as all the strides before it have made the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.receptive_field import ReceptiveField


def solve(q: ReceptiveField, show: Show) -> None:
    side: Scalar = 1
    apart: Scalar = 1
    show.say("A cell sees itself; so far neighbouring cells are one pixel apart.")
    rows = [row if len(row) == 3 else (*row, 1) for row in q.stack]
    for i, (f, s, d) in enumerate(rows, start=1):
        why = f"Layer {i}: its window less 1, times its dilation and times how far apart the cells are that it reads."
        side = side + (f - 1) * d * apart
        side = show.answer("side", why, side) if i == len(rows) else show(why, side)
        if s > 1 and i < len(rows):
            apart = show(f"Behind its stride, neighbouring cells are {s} times as far apart.", apart * s)
