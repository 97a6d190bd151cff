"""Cell times weight, added up; what is negative becomes 0; then the windows are pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu
from examgen.solutions.steps import average, greatest, size_of, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.conv_relu_pool import ConvReluPool


def solve(q: ConvReluPool, show: Show) -> None:
    z = windows(q.image, size_of(q.kernel), (1, 1), weighed(q.kernel, q.bias))
    z = show.answer("z", "Row by row: cell times weight, added up over the window, plus the bias.", z)
    a = show.answer("a", "ReLU makes 0 of what is negative and keeps the rest.", each(relu, z))
    if q.pooling == "max":
        show.answer("p", "Of each 2 × 2 window the largest cell.", windows(a, (2, 2), (2, 2), greatest))
    else:
        show.answer("p", "Of each 2 × 2 window the mean.", windows(a, (2, 2), (2, 2), average))
