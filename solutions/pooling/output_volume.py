"""The size formula for height and width; the channels stay; then the decrease in per cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.output_volume import OutputVolume


def solve(q: OutputVolume, show: Show) -> None:
    why = r"$\lfloor (n - f) / s \rfloor + 1$." if q.padding == "valid" else r"$\lceil n / s \rceil$."
    height = show("Height: " + why, side_after(q.height, q.pool_size[0], q.strides[0], q.padding))
    width = show("Width: " + why, side_after(q.width, q.pool_size[1], q.strides[1], q.padding))
    volume = show.answer("p", "Every channel is pooled separately.", (height, width, q.channels))
    read = show("Values of the input.", q.height * q.width * q.channels)
    given = show("Values of the output.", volume[0] * volume[1] * volume[2])
    show.answer("loss", "Decrease divided by the values of the input, times 100.", (read - given) / read * 100)
