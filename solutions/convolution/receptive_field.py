"""r = r + (f − 1) d j and j = j s, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.receptive_field import ReceptiveField


def solve(q: ReceptiveField, show: Show) -> None:
    side: Scalar = 1
    apart: Scalar = 1
    show.say(
        r"Start with the receptive field $r = 1$ and the effective stride $j = 1$. A layer with kernel size $f$, stride $s$ and "
        r"dilation rate $d$ adds $(f - 1) \, d \, j$ to $r$ and then multiplies $j$ by $s$."
    )
    rows = [row if len(row) == 3 else (*row, 1) for row in q.stack]
    for i, (f, s, d) in enumerate(rows, start=1):
        why = r"Layer {i}: $r \leftarrow r + (f - 1) \, d \, j$."
        side = side + (f - 1) * d * apart
        side = show.answer("side", why, side, i=i) if i == len(rows) else show(why, side, i=i)
        if s > 1 and i < len(rows):
            apart = show(r"Effective stride: $j \leftarrow j \, s$.", apart * s)
