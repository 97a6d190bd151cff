"""What the border leaves; and a crop can move by as many rows and columns as the border takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.crop_count import CropCount


def solve(q: CropCount, show: Show) -> None:
    (top, bottom), (left, right) = q.cropping
    shape = (q.height - (top + bottom), q.width - (left + right), q.channels)
    show.answer("crop", "The border is taken off each side; the channels stay.", shape)
    down = show(
        "The crop can move down by as many rows as the border has, and stands at the top as well.", top + bottom + 1
    )
    across = show("The same to the right.", left + right + 1)
    places = show.answer("places", "Every row with every column.", down * across)
    show.answer("mirrored", "Each of them also mirrored.", 2 * places)
