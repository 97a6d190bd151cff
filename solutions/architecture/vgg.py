"""Down the table: the output of each row, its parameters, and the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.architecture._rows import Row, conv, dense, fill_in, normalised, plain, pool

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.vgg import VGG


BLOCKS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
"""Convolutions in each block, by the number of layers with weights (configurations A, B, D and E of the paper)."""


def solve(q: VGG, show: Show) -> None:
    rows: list[Row] = []
    for block, (count, filters) in enumerate(zip(BLOCKS[q.depth], q.filters, strict=True), start=1):
        rows += [conv(f"conv{block}_{number}", filters, 3, 1, 1) for number in range(1, count + 1)]
        rows.append(pool(f"pool{block}", "max", 2, 2))
    rows.append(plain("flatten", "flatten"))
    rows += [dense(f"fc{number}", count) for number, count in enumerate((*q.units, q.classes), start=6)]
    fill_in(q, show, (q.side, q.side, q.channels), normalised(rows) if q.normalised else rows)
