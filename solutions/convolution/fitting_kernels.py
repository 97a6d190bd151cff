"""The largest filter fits exactly; smaller ones leave fewer than s rows over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import largest as greatest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.fitting_kernels import FittingKernels


def solve(q: FittingKernels, show: Show) -> None:
    exact = show(
        "Largest filter: no rows are left over, so $f = n + 2p - (m - 1) s$.",
        q.n + 2 * q.p - (q.m - 1) * q.s,
    )
    smallest = show(
        "Smallest filter: $s - 1$ rows are left over, so it is smaller by $s - 1$.",
        exact - q.s + 1,
    )
    first = int(show("No filter is smaller than 1.", greatest((1, smallest)))) if smallest < 1 else int(smallest)
    show.answer("sizes", "All sizes from the smallest to the largest:", tuple(range(first, int(exact) + 1)))
