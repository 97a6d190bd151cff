"""The layers of both MobileNets, by width multiplier."""

from examgen.question_bank.architecture._rows import Row, conv, dense, depthwise

FIRST = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *((512, 1),) * 5, (1024, 2), (1024, 1))
"""Filters of every pointwise layer, and the stride of the depthwise layer before it (MobileNets, table 1)."""
SECOND = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
"""Expansion, filters, blocks, and the stride of the first of them (MobileNetV2, table 2)."""


def first(alpha: float, classes: int) -> tuple[Row, ...]:
    """Thirteen times a depthwise layer and a pointwise one."""
    rows = [conv("conv1", int(32 * alpha), 3, 2, "same", bias=False)]
    for number, (filters, strides) in enumerate(FIRST, start=1):
        rows.append(depthwise(f"dw{number}", 3, strides, "same", bias=False))
        rows.append(conv(f"pw{number}", int(filters * alpha), 1, bias=False))
    return (*rows, Row("pool", "global"), dense("fc", classes))


def second(alpha: float, classes: int) -> tuple[Row, ...]:
    """Seventeen blocks that expand, filter every channel, and project; numbers of filters are multiples of 8."""
    depth, number = _eights(32 * alpha), 0
    rows = [conv("conv1", depth, 3, 2, "same", bias=False)]
    for expansion, filters, blocks, strides in SECOND:
        for block in range(blocks):
            number += 1
            if expansion > 1:
                rows.append(conv(f"expand{number}", expansion * depth, 1, bias=False))
            rows.append(depthwise(f"dw{number}", 3, strides if block == 0 else 1, "same", bias=False))
            depth = _eights(filters * alpha)
            rows.append(conv(f"project{number}", depth, 1, bias=False))
    rows.append(conv("conv2", _eights(1280 * max(1, alpha)), 1, bias=False))
    return (*rows, Row("pool", "global"), dense("fc", classes))


def _eights(filters: float) -> int:
    """The nearest multiple of 8, but no more than a tenth below."""
    rounded = max(8, int(filters + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * filters else rounded + 8
