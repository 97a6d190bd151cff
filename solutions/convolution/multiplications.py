"""One MAC per weight of a filter for every value of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed
from examgen.solutions.steps import side_after, why_sides

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.multiplications import Multiplications


def solve(q: Multiplications, show: Show) -> None:
    sides = (side_after(n, unnamed(q.kernel_size), q.strides, q.padding) for n in unnamed((q.height, q.width)))
    why = why_sides(q.strides, q.padding) + " There is one channel per filter."
    volume = show.answer("z", why, (*sides, unnamed(q.filters)))
    products = show(
        "MACs per output value: kernel size × kernel size × channels.", q.kernel_size * q.kernel_size * q.channels
    )
    values = volume[0] * volume[1] * volume[2]
    macs = show.answer("macs", "Multiply by the number of values in the output.", values * products)
    if q.connections:
        why = "Add one connection to the bias for every value of the output: height × width × filters."
        show.answer("connections", why, macs + values)
