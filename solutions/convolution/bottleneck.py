"""Positions times filters times the weights of a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.bottleneck import Bottleneck


def solve(q: Bottleneck, show: Show) -> None:
    f = q.kernel_size
    places = show("All layers keep height and width: positions of the output.", q.height * q.width)
    direct = show.answer(
        "direct", "Positions times filters times $f \\cdot f \\cdot n_C$.", places * q.filters * (f * f * q.channels)
    )
    why = "Positions times filters times $1 \\cdot 1 \\cdot n_C$."
    narrow = show.answer("narrow", why, places * q.bottleneck * q.channels)
    why = "The same product; the input of this layer has the channels of the bottleneck."
    wide = show.answer("wide", why, places * q.filters * (f * f * q.bottleneck))
    both = show("Sum of both layers with the bottleneck.", narrow + wide)
    show.answer("ratio", "MACs of the direct layer divided by this sum.", direct / both)
