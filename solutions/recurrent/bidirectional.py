"""Two layers with weights of their own, and what is made of both states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import WHY, whole_layer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bidirectional import Bidirectional


def solve(q: Bidirectional, show: Show) -> None:
    if q.merge_mode == "concat":
        width = show("The states of both directions stand side by side.", 2 * q.units)
    else:
        width = show("The states of both directions are combined cell by cell.", q.units)
    if q.return_sequences:
        show.answer("shape", "There is one for every step.", (q.steps, width))
    else:
        show.answer("shape", "There is one for the whole sequence.", (width,))
    own = show(f"{q.kind}: {WHY[q.kind]}.", whole_layer(q.kind, q.features, q.units))
    show.answer("count", "Each direction has as many.", 2 * own)
