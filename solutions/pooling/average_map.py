"""Of every window the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import average, windows

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.pooling.average_map import AverageMap


def solve(q: AverageMap, show: Show) -> None:
    p = windows(q.x, (q.pool, q.pool), (q.s, q.s), average)
    show.answer("p", "Row by row: the sum of each window over its number of cells.", p)
