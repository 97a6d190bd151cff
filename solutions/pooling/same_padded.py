"""Find where the windows stand; of each, only the cells on the map count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ceil_div
from examgen.solutions.steps import average, cut_windows, greatest, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.same_padded import SamePadded


def solve(q: SamePadded, show: Show) -> None:
    pooled = cut_windows if q.padding == "same" else windows
    if q.padding == "same":
        show("Rows of windows: one for every stride that is begun, down the map.", ceil_div(len(q.x), q.strides[0]))
        columns = ceil_div(len(q.x[0]), q.strides[1])
        show("Columns of windows: one for every stride that is begun, across the map.", columns)
    show.answer(
        "m", "The largest number of the part that lies on the map.", pooled(q.x, q.pool_size, q.strides, greatest)
    )
    show.answer(
        "a",
        "The mean of that part: its sum over its own number of cells.",
        pooled(q.x, q.pool_size, q.strides, average),
    )
