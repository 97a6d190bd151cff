"""Two directions with their own weights, and the combination of their outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import WHY, whole_layer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bidirectional import Bidirectional


def solve(q: Bidirectional, show: Show) -> None:
    if q.merge_mode == "concat":
        width = show("The outputs of both directions are concatenated, so their sizes add up.", 2 * q.units)
    else:
        width = show("The outputs of both directions are combined elementwise, so the size does not change.", q.units)
    if q.return_sequences:
        show.answer("shape", "The layer outputs one vector per time step.", (q.steps, width))
    else:
        show.answer("shape", "The layer outputs one vector for the whole sequence.", (width,))
    own = show(q.kind + ": " + WHY[q.kind] + ".", whole_layer(q.kind, q.features, q.units))
    show.answer("count", "There are two directions, so multiply by 2.", 2 * own)
