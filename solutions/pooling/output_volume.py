"""The size formula for height and width; the channels stay; then the decrease in per cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product, unnamed
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.output_volume import OutputVolume


_BORDERED = r"$\lfloor (n + 2p - f) / s \rfloor + 1$."


def solve(q: OutputVolume, show: Show) -> None:
    why = r"$\lfloor (n + 2p - f) / s \rfloor + 1$." if q.padding == "valid" else r"$\lceil n / s \rceil$."
    sides, padding = unnamed((q.height, q.width)), q.padding
    if not isinstance(padding, str):
        why, sides, padding = _BORDERED, (sides[0] + 2 * padding, sides[1] + 2 * padding), "valid"
    height = show("Height: " + why, side_after(sides[0], unnamed(q.pool_size[0]), unnamed(q.strides[0]), padding))
    width = show("Width: " + why, side_after(sides[1], unnamed(q.pool_size[1]), unnamed(q.strides[1]), padding))
    volume = show.answer(
        "p",
        "Every channel is pooled separately, so the number of channels stays the same.",
        (height, width, q.channels),
    )
    read = show(
        "Number of values in the input: height × width × channels.", product(unnamed((q.height, q.width, q.channels)))
    )
    given = show("Number of values in the output.", volume[0] * volume[1] * volume[2])
    show.answer(
        "loss",
        "Divide the decrease by the number of values in the input, and multiply by 100.",
        (read - given) / read * 100,
    )
