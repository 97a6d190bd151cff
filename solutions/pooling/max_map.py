"""Of every window the largest cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import greatest, windows

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.pooling.max_map import MaxMap


def solve(q: MaxMap, show: Show) -> None:
    p = windows(q.x, (q.pool, q.pool), (q.s, q.s), greatest)
    show.answer("p", "Row by row: the largest cell of each window.", p)
