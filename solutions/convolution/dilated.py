"""The extent of the dilated kernel, the size of the feature map, then its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed
from examgen.solutions.convolution._map import along, framed, mapped

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.dilated import Dilated


def solve(q: Dilated, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    rate = q.dilation_rate[0] if isinstance(q.dilation_rate, tuple) else q.dilation_rate
    span = show(
        "Extent of the kernel of side $f$ with dilation rate $d$: $d (f - 1) + 1$.",
        unnamed(rate) * (unnamed(len(q.kernel)) - 1) + 1,
    )
    left = len(image) - span
    if (stride := along(q.strides, 0)) > 1:
        left = left // stride
    show.answer(
        "rows", r"Rows of the output: $\lfloor (n + 2p - f) / s \rfloor + 1$ with this extent for $f$.", left + 1
    )
    show.answer(
        "z",
        "For each window, in row order, multiply elementwise by the kernel and sum the products.",
        mapped(q, image, q.kernel, q.bias),
    )
