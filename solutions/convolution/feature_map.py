"""At every position, the sum of pixel times weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import framed, mapped

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution._map import KernelOnImage


def solve(q: KernelOnImage, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    show.answer(
        "z",
        "For each window, in row order, multiply elementwise by the kernel and sum the products.",
        mapped(q, image, q.kernel, q.bias),
    )
