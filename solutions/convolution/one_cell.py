"""The window of the value, then the sum of pixel times weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import along, framed, mapped
from examgen.solutions.steps import size_of

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.one_cell import OneCell


def solve(q: OneCell, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    name = "padded image" if size_of(image) != size_of(q.image) else "image"
    for i, (row, column) in enumerate(q.places, start=1):
        top = show(
            "For row $i$ of the feature map and stride $s$, the window starts in row $(i - 1) s + 1$ of the {image}.",
            (row - 1) * along(q.strides, 0) + 1,
            image=name,
        )
        left = show("For column $j$, it starts in column $(j - 1) s + 1$.", (column - 1) * along(q.strides, 1) + 1)
        ((cell, *_), *_) = mapped(q, [cells[left - 1 :] for cells in image[top - 1 :]], q.kernel, q.bias)
        why = (
            "Multiply the window by the kernel elementwise, and add up the products and the bias."
            if q.bias
            else "Multiply the window by the kernel elementwise and add up the products."
        )
        show.answer(f"cell_{i}", why, cell)
