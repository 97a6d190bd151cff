"""The rows from the corner down, the columns from the corner to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.crop import Crop


def solve(q: Crop, show: Show) -> None:
    top, left = int(q.top) - 1, int(q.left) - 1
    crop = tuple(row[left : left + int(q.width)] for row in q.image[top : top + int(q.height)])
    show.answer("crop", "The corner's row and those below it, its column and those to the right.", crop)
    down = show("The crop can start in so many rows.", len(q.image) - q.height + 1)
    right = show("And in so many columns.", len(q.image[0]) - q.width + 1)
    show.answer("places", "Every row with every column.", down * right)
