"""For every number of the output, one product for every weight of its filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import ceil_div

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.multiplications import Multiplications


def solve(q: Multiplications, show: Show) -> None:
    if q.padding == "same":
        height, width = ceil_div(q.height, q.strides), ceil_div(q.width, q.strides)
    else:
        height, width = (q.height - q.kernel_size) // q.strides + 1, (q.width - q.kernel_size) // q.strides + 1
    volume = show.answer(
        "z", "Count the places of the window; every filter gives a channel.", (height, width, q.filters)
    )
    products = show(
        "One number of the output takes a product for every weight.", q.kernel_size * q.kernel_size * q.channels
    )
    show.answer("macs", "So many for every number of the output.", volume[0] * volume[1] * volume[2] * products)
