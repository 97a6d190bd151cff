"""A power of the weight; with skip connections, a power of 1 plus the derivative of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.skip_connection import SkipConnection


def solve(q: SkipConnection, show: Show) -> None:
    show.answer("plain", "Every step multiplies the gradient by $w_h$.", q.wh ** (q.span * q.blocks))
    through = q.wh if q.span == 1 else q.wh**q.span
    block = show(
        "Derivative of a block: 1 for the skip connection, plus $w_h$ for the step."
        if q.span == 1
        else "Derivative of a block: 1 for the skip connection, plus one factor $w_h$ for every step in the block.",
        1 + through,
    )
    everything = block if q.blocks == 1 else block**q.blocks
    show.answer("skipped", "The blocks follow each other, so their derivatives multiply.", everything)
