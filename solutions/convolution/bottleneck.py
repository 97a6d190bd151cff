"""Positions times filters times the weights of a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.bottleneck import Bottleneck


def solve(q: Bottleneck, show: Show) -> None:
    f = q.kernel_size
    places = show("All layers keep the height and width. Number of positions in each output:", q.height * q.width)
    direct = show.answer(
        "direct",
        "MACs of the direct layer: positions × filters × weights per filter.",
        places * q.filters * (f * f * q.channels),
    )
    why = "The same product for the 1 × 1 convolution."
    narrow = show.answer("narrow", why, places * q.bottleneck * q.channels)
    why = "The same product for the next layer, which has one input channel per filter of the 1 × 1 convolution."
    wide = show.answer("wide", why, places * q.filters * (f * f * q.bottleneck))
    both = show("MACs of both layers with the bottleneck.", narrow + wide)
    show.answer("ratio", "Divide the MACs of the direct layer by this sum.", direct / both)
