"""The maximum of every window; neighbouring windows overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.pooling._pooled import pooled
from examgen.solutions.steps import greatest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.overlapping import Overlapping


def solve(q: Overlapping, show: Show) -> None:
    if q.strides[0] < q.pool_size[0]:
        show.say("The stride is smaller than the window, so neighbouring windows overlap.")
    show.answer("p", "Maximum of each window, row by row.", pooled(q, greatest))
