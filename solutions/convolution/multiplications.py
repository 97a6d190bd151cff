"""For every number of the output, one product for every weight of its filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.multiplications import Multiplications


def solve(q: Multiplications, show: Show) -> None:
    sides = (side_after(n, q.kernel_size, q.strides, q.padding) for n in (q.height, q.width))
    volume = show.answer("z", "Count the places of the window; every filter gives a channel.", (*sides, q.filters))
    products = show(
        "One number of the output takes a product for every weight.", q.kernel_size * q.kernel_size * q.channels
    )
    show.answer("macs", "So many for every number of the output.", volume[0] * volume[1] * volume[2] * products)
