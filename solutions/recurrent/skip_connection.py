"""Without: a power of the weight. With: every block multiplies by 1 for the way around and a power for the way through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.skip_connection import SkipConnection


def solve(q: SkipConnection, show: Show) -> None:
    show.answer("plain", "Each step multiplies by $w_h$.", q.wh ** (q.span * q.blocks))
    through = q.wh if q.span == 1 else q.wh**q.span
    block = show(
        "Around a block leads a way with slope 1, through it one with a factor for each step; they add up.", 1 + through
    )
    everything = block if q.blocks == 1 else block**q.blocks
    show.answer("skipped", "The blocks come one after the other: their slopes multiply.", everything)
