"""Find the window that belongs to the cell, and lay the kernel on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import along, framed, mapped

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.one_cell import OneCell


def solve(q: OneCell, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    for i, (row, column) in enumerate(q.places, start=1):
        top = show("The window begins at this row of the image, zeros included.", (row - 1) * along(q.strides, 0) + 1)
        left = show("And at this column.", (column - 1) * along(q.strides, 1) + 1)
        ((cell, *_), *_) = mapped(q, [cells[left - 1 :] for cells in image[top - 1 :]], q.kernel, q.bias)
        show.answer(f"cell_{i}", "Cell times weight, added up over this window.", cell)
