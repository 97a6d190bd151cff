"""Down the table: the output of each row, its parameters, and the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import plain as bare
from examgen.solutions.architecture._rows import Row, conv, dense, depthwise, fill_in, normalised, plain

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.mobilenet import MobileNet


FIRST = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *((512, 1),) * 5, (1024, 2), (1024, 1))
"""Filters of every pointwise layer, and the stride of the depthwise layer before it (MobileNets, table 1)."""
SECOND = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
"""Expansion, filters, blocks, and the stride of the first of them (MobileNetV2, table 2)."""


def solve(q: MobileNet, show: Show) -> None:
    alpha = bare(q.alpha)
    rows = first(alpha) if q.generation == 1 else second(alpha)
    rows += [plain("pool", "global"), dense("fc", q.classes)]
    fill_in(q, show, (q.side, q.side, q.channels), normalised(rows) if q.normalised else rows)


def first(alpha: float) -> list[Row]:
    """Thirteen pairs of a depthwise and a pointwise layer."""
    rows = [conv("conv1", int(32 * alpha), 3, 2, "same", bias=False)]
    for number, (filters, strides) in enumerate(FIRST, start=1):
        rows.append(depthwise(f"dw{number}", 3, strides, "same", bias=False))
        rows.append(conv(f"pw{number}", int(filters * alpha), 1, bias=False))
    return rows


def second(alpha: float) -> list[Row]:
    """Seventeen blocks that expand, filter each channel, and project."""
    depth, number = _eights(32 * alpha), 0
    rows = [conv("conv1", depth, 3, 2, "same", bias=False)]
    for expansion, filters, blocks, strides in SECOND:
        for block in range(blocks):
            number += 1
            if expansion > 1:
                rows.append(conv(f"expand{number}", expansion * depth, 1, bias=False))
            rows.append(depthwise(f"dw{number}", 3, 1 if block else strides, "same", bias=False))
            depth = _eights(filters * alpha)
            rows.append(conv(f"project{number}", depth, 1, bias=False))
    return [*rows, conv("conv2", _eights(1280 * max(1, alpha)), 1, bias=False)]


def _eights(filters: float) -> int:
    """The nearest multiple of 8, but at most a tenth less."""
    rounded = max(8, int(filters + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * filters else rounded + 8
