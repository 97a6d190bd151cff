"""Along each axis the places of the window are counted; every filter makes one channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import along, places
from examgen.working import product

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.output_volume import OutputVolume


def solve(q: OutputVolume, show: Show) -> None:
    sides = q.input_shape[:-1]
    for _ in range(int(q.repeats)):
        windows = [along(q.kernel_size, axis) for axis in range(len(sides))]
        sides = places(q, show, sides, windows)
    shape = show.answer("z", "A channel for every filter.", (*sides, q.filters))
    show.answer("numbers", "The sides are multiplied.", product(shape))
