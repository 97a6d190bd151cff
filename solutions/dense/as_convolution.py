"""A filter that covers the whole volume computes one unit; on a larger volume it has several positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.as_convolution import AsConvolution


def solve(q: AsConvolution, show: Show) -> None:
    side = show.answer(
        "kernel", "A unit is connected to the whole volume, so the filter is as wide as the volume.", q.side
    )
    filters = show.answer(
        "filters", "Each filter computes the value of one unit, so there are as many filters as units.", q.units
    )
    weights = show("One filter has $f \\times f$ weights per channel.", side * side * q.channels)
    show.answer("count", "Add one bias per filter and multiply by the number of filters.", (weights + 1) * filters)
    places = show("The output side is $n - f + 1$, where $n$ is the side of the larger volume.", q.larger - side + 1)
    show.answer(
        "larger_map", "The output has this height and width and one channel per filter.", (places, places, filters)
    )
