"""The channels of a group; a filter's weights and bias; once per filter, and per position."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.grouped import Grouped


def solve(q: Grouped, show: Show) -> None:
    depth = show.answer("depth", "Channels per group.", q.channels / q.groups)
    weights = show(
        "Weights of a filter: $f \\cdot f$ for each channel of its group.", q.kernel_size * q.kernel_size * depth
    )
    show.answer("count", "Add one bias, then multiply by the number of filters.", (weights + 1) * q.filters)
    show.answer(
        "macs",
        "*Same* padding keeps the size. MACs: weights per filter × filters × positions.",
        weights * q.filters * q.side**2,
    )
    show.answer(
        "plain",
        "Without groups, every filter has $f \\cdot f$ weights per input channel and one bias.",
        (q.kernel_size * q.kernel_size * q.channels + 1) * q.filters,
    )
