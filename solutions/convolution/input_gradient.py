"""The full convolution of the gradient with the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.input_gradient import InputGradient


def solve(q: InputGradient, show: Show) -> None:
    down, right = (int(s) for s in q.strides)
    arrived: dict[tuple[int, int], list[Scalar]] = {}
    for i, row in enumerate(q.upstream):
        for j, slope in enumerate(row):
            for a, weights in enumerate(q.kernel):
                for b, weight in enumerate(weights):
                    arrived.setdefault((i * down + a, j * right + b), []).append(slope * weight)
    dx = tuple(tuple(total(arrived.get((r, c), ())) for c in range(len(q.image[0]))) for r in range(len(q.image)))
    by_row, by_column = ("" if s == 1 else str(s) for s in (down, right))
    why = (
        rf"$\partial L / \partial X_{{mn}} = \sum_{{i,j}} \partial L / \partial Z_{{ij}} \cdot K_{{m-{by_row}i,\,n-{by_column}j}}$, "
        "with indices from 0: add up the gradients of all windows that contain the pixel, each times the weight applied to the pixel."
    )
    show.answer("dx", why, dx, symbol=r"\frac{\partial L}{\partial X}")
