"""Windows with one unknown weight, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.infer_kernel import InferKernel


def solve(q: InferKernel, show: Show) -> None:
    height, width = len(q.image) - len(q.output) + 1, len(q.image[0]) - len(q.output[0]) + 1
    weights: dict[tuple[int, int], Scalar] = {}
    while len(weights) < height * width:
        top, left, met = next(
            (top, left, met)
            for top in range(len(q.output))
            for left in range(len(q.output[0]))
            if len((met := _met(q, top, left, height, width)).keys() - weights.keys()) == 1
        )
        (place,) = met.keys() - weights.keys()
        known = total(x * weights[other] for other, x in met.items() if other in weights)
        left_over = q.output[top][left] - known if known else q.output[top][left]
        r, c = place
        why = "Row {row}, column {column} of $Z$: only one weight is unknown here. Solve for it."
        weights[place] = show(why, left_over / met[place], symbol=f"k_{{{r + 1}{c + 1}}}", row=top + 1, column=left + 1)
    kernel = tuple(tuple(weights[r, c] for c in range(width)) for r in range(height))
    show.answer("kernel", "Put the weights together.", kernel, symbol="K")


def _met(q: InferKernel, top: int, left: int, height: int, width: int) -> dict[tuple[int, int], Scalar]:
    """The weights on nonzero pixels, with these pixels."""
    cells = {(r, c): q.image[top + r][left + c] for r in range(height) for c in range(width)}
    return {place: x for place, x in cells.items() if x}
