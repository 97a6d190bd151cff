"""Of every window the largest cell, and then how many cells of the map come before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import greatest, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.max_positions import MaxPositions


def solve(q: MaxPositions, show: Show) -> None:
    rows, columns = len(q.x), len(q.x[0])
    p = windows(q.x, q.pool_size, q.strides, greatest)
    show.answer("p", "Row by row: the largest cell of each window.", p)
    cells = [(r, c) for r in range(rows) for c in range(columns)]
    before = {q.x[r][c]: r * columns + c if q.order == "rows" else c * rows + r for r, c in cells}
    line, length = ("row", columns) if q.order == "rows" else ("column", rows)
    why = f"A number says how many cells stand before it: {length} for every whole {line}, and those in its own {line}."
    show.answer("places", why, tuple(tuple(before[cell] for cell in row) for row in p))
