"""One MAC per weight of a filter for every value of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.multiplications import Multiplications


def solve(q: Multiplications, show: Show) -> None:
    sides = (side_after(n, q.kernel_size, q.strides, q.padding) for n in (q.height, q.width))
    volume = show.answer("z", "Size formula for height and width; one channel per filter.", (*sides, q.filters))
    products = show(
        "MACs per value of the output: $f \\cdot f \\cdot n_C$.", q.kernel_size * q.kernel_size * q.channels
    )
    show.answer("macs", "Multiply by the number of values of the output.", volume[0] * volume[1] * volume[2] * products)
