"""The rows and columns of the crop; then the number of its positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.crop import Crop


def solve(q: Crop, show: Show) -> None:
    top, left = int(q.top) - 1, int(q.left) - 1
    crop = tuple(row[left : left + int(q.width)] for row in q.image[top : top + int(q.height)])
    show.answer(
        "crop",
        "Take {rows} rows and {columns} columns, starting at the pixel in row {top}, column {left}.",
        crop,
        rows=q.height,
        columns=q.width,
        top=q.top,
        left=q.left,
    )
    down = show(
        "Positions from top to bottom: image height minus crop height, plus 1.", len(q.image) - unnamed(q.height) + 1
    )
    right = show(
        "Positions from left to right: image width minus crop width, plus 1.", len(q.image[0]) - unnamed(q.width) + 1
    )
    show.answer("places", "Multiply the numbers of positions along both axes.", down * right)
