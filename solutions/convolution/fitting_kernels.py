"""The windows that fit exactly give the largest filter; smaller ones leave less than a stride over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import largest as greatest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.fitting_kernels import FittingKernels


def solve(q: FittingKernels, show: Show) -> None:
    exact = show(
        "From the first place to the last are $m - 1$ strides; what is left is the largest filter.",
        q.n + 2 * q.p - (q.m - 1) * q.s,
    )
    smallest = show(
        "A filter smaller by a whole stride would find one place more; the smallest is one cell larger than that.",
        exact - q.s + 1,
    )
    first = int(show("No filter is smaller than 1.", greatest((1, smallest)))) if smallest < 1 else int(smallest)
    show.answer("sizes", "All from the one to the other.", tuple(range(first, int(exact) + 1)))
