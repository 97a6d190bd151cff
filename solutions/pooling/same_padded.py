"""Find where the windows stand; of each, only the cells on the map count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.pooling._pooled import pooled
from examgen.solutions.steps import average, greatest
from examgen.working import ceil_div

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.pooling.same_padded import SamePadded


def solve(q: SamePadded, show: Show) -> None:
    if q.padding == "same":
        show("Rows of windows: one for every stride that is begun, down the map.", ceil_div(len(q.x), q.strides[0]))
        columns = ceil_div(len(q.x[0]), q.strides[1])
        show("Columns of windows: one for every stride that is begun, across the map.", columns)
    show.answer("m", "The largest number of the part that lies on the map.", pooled(q, q.x, greatest))
    show.answer("a", "The mean of that part: its sum over its own number of cells.", pooled(q, q.x, average))
