"""Convolution, ReLU, pooling, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu
from examgen.solutions.steps import average, greatest, size_of, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.conv_relu_pool import ConvReluPool


def solve(q: ConvReluPool, show: Show) -> None:
    z = windows(q.image, size_of(q.kernel), (1, 1), weighed(q.kernel, q.bias))
    z = show.answer(
        "z", "For each window, in row order, multiply elementwise by the kernel, sum the products and add the bias.", z
    )
    a = show.answer("a", r"Apply ReLU: $\max(0, z)$ for every entry.", each(relu, z))
    if q.pooling == "max":
        show.answer("p", "Maximum of each 2 × 2 window.", windows(a, (2, 2), (2, 2), greatest))
    else:
        show.answer("p", "Mean of each 2 × 2 window.", windows(a, (2, 2), (2, 2), average))
