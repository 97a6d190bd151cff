"""A filter that covers the whole volume is a unit; on a larger volume it stands at several places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.as_convolution import AsConvolution


def solve(q: AsConvolution, show: Show) -> None:
    side = show.answer("kernel", "A unit reads the whole volume, so a filter covers all of it.", q.side)
    filters = show.answer("filters", "Every filter gives one number, as every unit does.", q.units)
    weights = show("A filter is as deep as the volume.", side * side * q.channels)
    show.answer(
        "count", "Every filter has these weights and one bias, as many as the dense layer has.", (weights + 1) * filters
    )
    places = show("On the larger volume the filter stands at so many places, down and across.", q.larger - side + 1)
    show.answer("larger_map", "There is one map a filter.", (places, places, filters))
