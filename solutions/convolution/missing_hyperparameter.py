"""From the first window to the last are m - 1 strides; what is left over is less than one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import ceil_div, largest

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.missing_hyperparameter import MissingHyperparameter


def solve(q: MissingHyperparameter, show: Show) -> None:
    if q.f is None and q.p is not None and q.s is not None:
        most = show(
            "The padded image less all the strides: what is left for the filter.", q.n + 2 * q.p - (q.m - 1) * q.s
        )
        show.answer("smallest", "Up to $s - 1$ of these rows may be left over.", largest([1, most - (q.s - 1)]))
        show.answer("largest", "Or none is.", most)
    elif q.p is None and q.f is not None and q.s is not None:
        needed = show("All the strides and the filter together need so many rows.", (q.m - 1) * q.s + q.f)
        show.answer(
            "smallest",
            "The zeros bring what the image lacks, half on each side.",
            largest([0, ceil_div(needed - q.n, 2)]),
        )
        show.answer(
            "largest",
            "With one stride more another window would fit; one row less does not do that.",
            (needed + q.s - 1 - q.n) // 2,
        )
    elif q.s is None and q.f is not None and q.p is not None:
        way = show("So far the filter can move over the padded image.", q.n + 2 * q.p - q.f)
        show.answer("smallest", "With $m$ strides it must not get so far any more.", way // q.m + 1)
        show.answer("largest", "With $m - 1$ strides it must.", way // (q.m - 1))
