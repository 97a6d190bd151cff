"""Each entry of the upstream gradient goes to the maximum of its window, or in equal shares to all its positions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.gradient_routing import GradientRouting

Cell = tuple[int, int]
SLOPES = r"\frac{\partial L}{\partial X}"


def solve(q: GradientRouting, show: Show) -> None:
    to_winner: dict[Cell, list[Scalar]] = {}
    to_all: dict[Cell, list[Scalar]] = {}
    for number, (window, slope) in enumerate(_windows(q)):
        winner = max(window, key=lambda cell: (q.x[cell[0]][cell[1]], -cell[0], -cell[1]))
        i, j = divmod(number, len(q.upstream[0]))
        place = dict(i=i + 1, j=j + 1, row=winner[0] + 1, column=winner[1] + 1)
        show.say("Window ({i}, {j}): the maximum is in row {row}, column {column}.", **place)
        to_winner.setdefault(winner, []).append(slope)
        for cell in window:
            to_all.setdefault(cell, []).append(slope / len(window))
    overlapping = any(s < f for f, s in zip(q.pool_size, q.strides, strict=True))
    more = " Where windows overlap, their contributions add up." if overlapping else ""
    why = (
        r"Max pooling: each entry of $\partial L / \partial P$ goes to the position of the maximum of its window."
        + more
    )
    show.answer("maximum", why, _laid_out(q, to_winner), symbol=SLOPES)
    why = (
        r"Average pooling: each entry of $\partial L / \partial P$ is divided equally among the positions of its window."
        + more
    )
    show.answer("average", why, _laid_out(q, to_all), symbol=SLOPES)


def _windows(q: GradientRouting) -> Iterator[tuple[list[Cell], Scalar]]:
    """The cells of every window, and the number that comes back to it."""
    (height, width), (down, right) = q.pool_size, q.strides
    for i, row in enumerate(q.upstream):
        for j, slope in enumerate(row):
            yield [(int(i * down) + r, int(j * right) + c) for r in range(height) for c in range(width)], slope


def _laid_out(q: GradientRouting, arrived: dict[Cell, list[Scalar]]) -> tuple[tuple[Scalar, ...], ...]:
    """What arrived at every cell of the map, added up."""
    return tuple(tuple(total(arrived.get((r, c), ())) for c in range(len(q.x[0]))) for r in range(len(q.x)))
