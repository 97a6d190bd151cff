"""Share the budget out over filters and channels: what is left is the area of a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.design_layer import DesignLayer


def solve(q: DesignLayer, show: Show) -> None:
    weights = show(
        "One filter of the proposal is as deep as what it reads.", q.kernel_size * q.kernel_size * q.channels
    )
    show.answer("count", "Every filter has these weights and one bias.", (weights + 1) * q.filters)
    each = show(
        "The wanted volume needs as many filters; each of them may have so many parameters.", q.budget // q.filters
    )
    area = show("One of them is its bias; the others are shared out over the channels.", (each - 1) // q.channels)
    side = 1
    while (side + 1) ** 2 <= area:
        side += 1
    show.say(f"Kernels of {side} × {side} fit, larger ones do not; strides and padding stay, and with them the volume.")
    strides = f", strides={int(q.strides)}" if q.strides > 1 else ""
    show.answer("layer", "So this will do:", f'Conv2D({int(q.filters)}, {side}{strides}, padding="same")')
