"""The kernel as it is, and rotated by 180°."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed
from examgen.solutions.steps import size_of, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.versus_cross_correlation import VersusCrossCorrelation


def solve(q: VersusCrossCorrelation, show: Show) -> None:
    image, kernel = unnamed(q.image), unnamed(q.kernel)
    why = "For each window, in row order, multiply elementwise by the kernel and sum the products."
    show.answer("correlation", why, windows(image, size_of(kernel), (1, 1), weighed(kernel)))
    turned = show(
        "For the convolution, rotate the kernel by 180°.", tuple(tuple(reversed(row)) for row in reversed(kernel))
    )
    show.answer(
        "convolution",
        "Apply the rotated kernel to each window in the same way.",
        windows(image, size_of(kernel), (1, 1), weighed(turned)),
    )
    if q.others:
        same = tuple(int(tuple(tuple(reversed(row)) for row in reversed(grid)) == grid) for grid in q.others)
        show.answer(
            "equal", "Both operations give the same result for kernels that stay the same when rotated by 180°:", same
        )
