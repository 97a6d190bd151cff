"""The window of the value, then the sum of pixel times weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import along, framed, mapped

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.one_cell import OneCell


def solve(q: OneCell, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    for i, (row, column) in enumerate(q.places, start=1):
        top = show("First row of the window in the padded image.", (row - 1) * along(q.strides, 0) + 1)
        left = show("First column of the window.", (column - 1) * along(q.strides, 1) + 1)
        ((cell, *_), *_) = mapped(q, [cells[left - 1 :] for cells in image[top - 1 :]], q.kernel, q.bias)
        why = (
            "Sum over the window of pixel times weight, plus the bias."
            if q.bias
            else "Sum over the window of pixel times weight."
        )
        show.answer(f"cell_{i}", why, cell)
