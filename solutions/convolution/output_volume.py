"""The size formula along each axis; one channel per filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, product
from examgen.solutions.convolution._map import along, places

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.output_volume import OutputVolume


def solve(q: OutputVolume, show: Show) -> None:
    names = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}[len(q.input_shape) - 1]
    first = q.data_format == "channels_first"
    sides: list[Scalar] = []
    for axis, name in enumerate(names):
        n, f = q.input_shape[axis + first], along(q.kernel_size, axis)
        sides.append(show(*places(q, show, axis, n, f, name.capitalize())))
    volume = (q.filters, *sides) if first else (*q.batch, *sides, q.filters)
    shape = show.answer("z", "One channel per filter.", volume)
    show.answer("numbers", "Multiply the sizes of all axes.", product(shape))
