"""The size formula twice: once for the height, once for the width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, unnamed
from examgen.solutions.convolution._map import along, places

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.output_size_rectangular import OutputSizeRectangular


def solve(q: OutputSizeRectangular, show: Show) -> None:
    sides: list[Scalar] = []
    for axis, (ask, name, n) in enumerate(
        (("rows", "Height", unnamed(q.height)), ("columns", "Width", unnamed(q.width)))
    ):
        f = along(q.kernel_size, axis)
        side: Scalar = n
        for _ in range(q.repeats - 1):
            side = show(*places(q, show, axis, side, f, name))
        sides.append(show.answer(ask, *places(q, show, axis, side, f, name)))
    if q.percentage:
        before = show("Number of pixels of the image.", unnamed(q.height) * unnamed(q.width))
        left = show("Number of pixels of the output.", sides[0] * sides[1])
        why = "Divide the decrease by the number of pixels of the image, and multiply by 100."
        show.answer("loss", why, (before - left) / before * 100)
