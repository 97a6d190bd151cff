"""A power of the weight; with skip connections, a power of 1 plus the derivative of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.skip_connection import SkipConnection


def solve(q: SkipConnection, show: Show) -> None:
    span, blocks = unnamed(q.span), unnamed(q.blocks)
    steps = span if q.blocks == 1 else blocks if q.span == 1 else span * blocks
    show.answer("plain", "Each of the {steps} steps multiplies the gradient by $w_h$.", q.wh**steps, steps=steps)
    through = q.wh if q.span == 1 else q.wh**span
    if q.span == 1:
        why = "The derivative over one step is 1 for the skip connection plus $w_h$ for the step itself."
        block = show(why, 1 + through)
    else:
        why = "The derivative over one block is 1 for the skip connection plus $w_h^{{span}}$ for its {span} steps."
        block = show(why, 1 + through, span=q.span)
    if q.blocks == 1:
        show.answer("skipped", "There is only one skip connection, so this is the derivative over all steps.", block)
    else:
        why = "By the chain rule, the derivatives of the {parts} are multiplied."
        show.answer("skipped", why, block**blocks, parts="steps" if q.span == 1 else "blocks")
