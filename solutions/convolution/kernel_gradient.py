"""The cross-correlation of the image with the gradient of the feature map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total
from examgen.solutions.steps import weighed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.kernel_gradient import KernelGradient


def solve(q: KernelGradient, show: Show) -> None:
    (down, right), (rows, columns) = q.strides, (len(q.upstream), len(q.upstream[0]))
    work = weighed(q.upstream)
    dk = tuple(
        tuple(
            work([row[c : c + columns * right : right] for row in q.image[r : r + rows * down : down]])
            for c in range(len(q.kernel[0]))
        )
        for r in range(len(q.kernel))
    )
    i, j = ("" if s == 1 else str(int(s)) for s in (down, right))
    why = (
        rf"$\partial L / \partial K_{{ab}} = \sum_{{i,j}} \partial L / \partial Z_{{ij}} \cdot X_{{{i}i+a,\,{j}j+b}}$, "
        r"with indices from 0: the cross-correlation of $X$ with $\partial L / \partial Z$."
    )
    show.answer("dk", why, dk, symbol=r"\frac{\partial L}{\partial K}")
    show.answer(
        "db",
        r"$\partial L / \partial b = \sum_{i,j} \partial L / \partial Z_{ij}$, since the bias is added at every position.",
        total(slope for row in q.upstream for slope in row),
    )
