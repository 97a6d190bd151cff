"""The positions of the windows; in each, only the values of the feature map count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ceil_div
from examgen.solutions.steps import average, cut_windows, greatest, same_places, size_of, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.same_padded import SamePadded


def solve(q: SamePadded, show: Show) -> None:
    pooled = cut_windows if q.padding == "same" else windows
    if q.padding == "same":
        rows = r"With *same* padding and stride $s$, $n$ input rows give $\lceil n / s \rceil$ output rows."
        show(rows, ceil_div(len(q.x), q.strides[0]))
        columns = ceil_div(len(q.x[0]), q.strides[1])
        show(r"In the same way, $n$ input columns give $\lceil n / s \rceil$ output columns.", columns)
        above, left = (
            -same_places(n, int(f), int(s)).start for n, f, s in zip(size_of(q.x), q.pool_size, q.strides, strict=True)
        )
        where = "Padding at the top: {above}, on the left: {left}. Windows at the border cover fewer values of the feature map."
        show.say(where, above=above, left=left)
    show.answer("m", "Maximum of the values that each window covers.", pooled(q.x, q.pool_size, q.strides, greatest))
    show.answer(
        "a",
        "Mean of the values that each window covers.",
        pooled(q.x, q.pool_size, q.strides, average),
    )
