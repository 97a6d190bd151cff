"""The rows and columns of the crop; then the number of its positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.crop import Crop


def solve(q: Crop, show: Show) -> None:
    top, left = int(q.top) - 1, int(q.left) - 1
    crop = tuple(row[left : left + int(q.width)] for row in q.image[top : top + int(q.height)])
    show.answer("crop", "Rows and columns from the top left pixel on.", crop)
    down = show("Positions from top to bottom: $H - h + 1$.", len(q.image) - q.height + 1)
    right = show("Positions from left to right: $W - w + 1$.", len(q.image[0]) - q.width + 1)
    show.answer("places", "Multiply the two numbers of positions.", down * right)
