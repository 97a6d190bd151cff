"""The maximum of every window, and the number of its position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import cut_windows, greatest, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.max_positions import MaxPositions


def solve(q: MaxPositions, show: Show) -> None:
    rows, columns = len(q.x), len(q.x[0])
    pooled = cut_windows if q.padding == "same" else windows
    p = pooled(q.x, q.pool_size, q.strides, greatest)
    show.answer("p", "Maximum of each window, row by row.", p)
    cells = [(r, c) for r in range(rows) for c in range(columns)]
    before = {q.x[r][c]: r * columns + c if q.order == "rows" else c * rows + r for r, c in cells}
    line, length = ("row", columns) if q.order == "rows" else ("column", rows)
    numbers = tuple(tuple(before[cell] for cell in row) for row in p)
    show.say("Count windows, rows and columns from 0, as the positions are.")
    for i, row in enumerate(numbers):
        for j, place in enumerate(row):
            r, c = divmod(place, columns) if q.order == "rows" else reversed(divmod(place, rows))
            show.say("Window ({i}, {j}): the maximum is in row {r}, column {c}.", i=i, j=j, r=r, c=c)
    other = "column" if q.order == "rows" else "row"
    why = "The number of a position is {length} times its {line} plus its {other}."
    show.answer("places", why, numbers, length=length, line=line, other=other)
