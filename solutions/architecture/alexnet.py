"""Down the table: the output of each row, its parameters, and the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.architecture._rows import conv, dense, fill_in, plain, pool

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.alexnet import AlexNet


def solve(q: AlexNet, show: Show) -> None:
    filters, groups = q.filters, q.groups
    rows = [
        conv("conv1", filters[0], 11, 4, q.padding),
        pool("pool1", "max", 3, 2),
        conv("conv2", filters[1], 5, 1, 2, groups),
        pool("pool2", "max", 3, 2),
        conv("conv3", filters[2], 3, 1, 1),
        conv("conv4", filters[3], 3, 1, 1, groups),
        conv("conv5", filters[4], 3, 1, 1, groups),
        pool("pool5", "max", 3, 2),
        plain("flatten", "flatten"),
        *(dense(f"fc{number}", count) for number, count in enumerate((*q.units, q.classes), start=6)),
    ]
    fill_in(q, show, (q.side, q.side, q.channels), rows)
