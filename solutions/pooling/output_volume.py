"""The size formula for height and width; the channels stay; then the decrease in per cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.output_volume import OutputVolume


_BORDERED = r"$\lfloor (n + 2p - f) / s \rfloor + 1$."


def solve(q: OutputVolume, show: Show) -> None:
    why = r"$\lfloor (n - f) / s \rfloor + 1$." if q.padding == "valid" else r"$\lceil n / s \rceil$."
    sides, padding = (q.height, q.width), q.padding
    if not isinstance(padding, str):
        why, sides, padding = _BORDERED, (q.height + 2 * padding, q.width + 2 * padding), "valid"
    height = show("Height: " + why, side_after(sides[0], q.pool_size[0], q.strides[0], padding))
    width = show("Width: " + why, side_after(sides[1], q.pool_size[1], q.strides[1], padding))
    volume = show.answer("p", "Every channel is pooled separately.", (height, width, q.channels))
    read = show("Values of the input.", q.height * q.width * q.channels)
    given = show("Values of the output.", volume[0] * volume[1] * volume[2])
    show.answer("loss", "Decrease divided by the values of the input, times 100.", (read - given) / read * 100)
