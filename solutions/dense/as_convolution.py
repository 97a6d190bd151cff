"""A filter that covers the whole volume computes one unit; on a larger volume it has several positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.as_convolution import AsConvolution


def solve(q: AsConvolution, show: Show) -> None:
    side = show.answer("kernel", "A unit is connected to the whole volume, so the filter covers all of it.", q.side)
    filters = show.answer("filters", "Every filter computes the value of one unit.", q.units)
    weights = show("Weights of one filter: its depth is that of the volume.", side * side * q.channels)
    show.answer(
        "count", "Every filter has these weights and one bias, as many as the dense layer.", (weights + 1) * filters
    )
    places = show("Positions of the filter along each side of the larger volume.", q.larger - side + 1)
    show.answer("larger_map", "There is one feature map per filter.", (places, places, filters))
