"""What the border leaves; and a crop can move by as many rows and columns as the border takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.crop_count import CropCount


def solve(q: CropCount, show: Show) -> None:
    (top, bottom), (left, right) = q.cropping
    shape = (q.height - (top + bottom), q.width - (left + right), q.channels)
    crop = show.answer("crop", "The border is taken off each side; the channels stay.", shape)
    down = show("Positions of the crop from top to bottom.", q.height - crop[0] + 1)
    across = show("Positions from left to right.", q.width - crop[1] + 1)
    places = show.answer("places", "Every row with every column.", down * across)
    show.answer("mirrored", "Each of them also mirrored.", 2 * places)
