"""Down the encoder, up the decoder; after a concatenation there are twice as many channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.unet_skips import UnetSkips


def solve(q: UnetSkips, show: Show) -> None:
    lost, depth, here = 4 if q.padding == "valid" else 0, int(q.depth), int(q.level_asked)
    side: Any = unnamed(q.side)
    for level in range(1, depth + 1):
        why = "Side after level {level} of the encoder: pooling halves it."
        if lost:
            why = "Side after level {level} of the encoder: two convolutions remove 4, and pooling halves the rest."
        side = show(why, (side - lost) / 2 if lost else side / 2, level=level)
    filters: Any = unnamed(q.filters)
    side = side - lost if lost else side
    bottom = show.answer(
        "bottom",
        "The number of filters doubles at every level and again at the bottom: multiply by $2^{depth} = {factor}$.",
        (side, side, filters * 2**depth),
        depth=depth,
        factor=2**depth,
    )
    side = bottom[0]
    for level in range(depth, 0, -1):
        side = show(
            "Side in level {level} of the decoder: the transposed convolution doubles it.", 2 * side, level=level
        )
        if level == here:
            k = show("Filters of level {level}.", filters * 2 ** (level - 1), symbol="k", level=level)
            why = "Concatenation: $k$ channels come from the encoder and $k$ from the transposed convolution."
            joined = show.answer("joined", why, (side, side, k + k))
            show.answer(
                "count",
                "Convolutional layer: $k$ filters, each with 3 × 3 weights per channel of this shape and one bias.",
                (9 * joined[-1] + 1) * k,
            )
            show.answer(
                "upsampled",
                "Transposed convolution: $k$ filters, each with 2 × 2 weights for each of the $2k$ input channels and one bias.",
                (4 * (2 * k) + 1) * k,
            )
        side = side - lost if lost else side
    show.answer(
        "output",
        "The last layer keeps the size of level 1 of the decoder and has one channel per class.",
        (side, side, unnamed(q.classes)),
    )
