"""The maximum of each window and its position; then the values of Y at these positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import unnamed
from examgen.solutions.steps import greatest, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.unpooling import Unpooling


def solve(q: Unpooling, show: Show) -> None:
    size, x, y = int(q.pool_size), unnamed(q.x), unnamed(q.y)
    show.answer("pooled", "Maximum of each window.", windows(x, (size, size), (size, size), greatest))
    output: list[list[Any]] = [[0] * len(x[0]) for _ in x]
    for i, row in enumerate(y):
        for j, value in enumerate(row):
            places = [(i * size + a, j * size + b) for a in range(size) for b in range(size)]
            top, left = max(places, key=lambda place: (x[place[0]][place[1]].value, -places.index(place)))
            output[top][left] = value
            show.say(
                "Window ({i}, {j}): the maximum is in row {row}, column {column}.",
                i=i + 1,
                j=j + 1,
                row=top + 1,
                column=left + 1,
            )
    show.answer("unpooled", "Write the values of $Y$ at these positions and 0 elsewhere.", tuple(map(tuple, output)))
