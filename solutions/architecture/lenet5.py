"""Down the table: the output of each row, its parameters, and the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.architecture._rows import conv, dense, fill_in, plain, pool

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.lenet5 import LeNet5


def solve(q: LeNet5, show: Show) -> None:
    side, channels, kernel, padding, filters = q.side, q.channels, q.kernel_size, q.padding, q.filters
    f5, f6, f7 = (*q.units, q.classes)
    rows = [
        conv("C1", filters[0], kernel, 1, padding),
        pool("S2", "average", 2, 2),
        conv("C3", filters[1], kernel),
        pool("S4", "average", 2, 2),
        plain("flatten", "flatten"),
        dense("F5", f5),
        dense("F6", f6),
        dense("F7", f7),
    ]
    fill_in(q, show, (side, side, channels), rows)
