"""Of every window the largest cell; the windows share rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.pooling._pooled import pooled
from examgen.solutions.steps import greatest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.overlapping import Overlapping


def solve(q: Overlapping, show: Show) -> None:
    if q.strides[0] < q.pool_size[0]:
        show.say("The stride is smaller than the window, so neighbouring windows share rows and columns.")
    show.answer("p", "Row by row: the largest cell of each window.", pooled(q, greatest))
