"""Share the budget out over filters and channels: what is left is the area of a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.design_layer import DesignLayer


def solve(q: DesignLayer, show: Show) -> None:
    weights = show(
        "Weights of one filter: kernel size × kernel size × channels.", q.kernel_size * q.kernel_size * q.channels
    )
    show.answer(
        "count",
        "Every filter has this many weights and one bias. Multiply by the number of filters.",
        (weights + 1) * q.filters,
    )
    each = show(
        "The output shape requires {filters} filters. Each of them may have at most this many parameters:",
        q.budget // q.filters,
        filters=q.filters,
    )
    area = show(
        "One of them is the bias. The others are divided equally among the input channels, so a kernel may have at most this many weights:",
        (each - 1) // q.channels,
    )
    smallest, side = max(3, int(q.strides)), 1
    while (side + 1) ** 2 <= area and side + 1 <= min(q.height, q.width):
        side += 1
    if side % 2 == 0 and side - 1 >= smallest:
        side -= 1
    show.say(
        "{side} × {side} kernels have {area} weights, which is within this limit. The same stride and padding keep the output shape.",
        side=side,
        area=side * side,
    )
    strides = f", strides={int(q.strides)}" if q.strides > 1 else ""
    show.answer("layer", "One solution:", f'Conv2D({int(q.filters)}, {side}{strides}, padding="same")')
