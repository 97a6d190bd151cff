"""The shape of the crop, the number of its positions, and twice as many with flips."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.crop_count import CropCount


def solve(q: CropCount, show: Show) -> None:
    (top, bottom), (left, right) = q.cropping
    shape = (q.height - (top + bottom), q.width - (left + right), q.channels)
    crop = show.answer("crop", "Subtract the removed rows and columns. The number of channels stays the same.", shape)
    down = show("Positions from top to bottom: image height minus crop height, plus 1.", q.height - crop[0] + 1)
    across = show("Positions from left to right: image width minus crop width, plus 1.", q.width - crop[1] + 1)
    places = show.answer("places", "Multiply the numbers of positions along both axes.", down * across)
    show.answer("mirrored", "Every crop is used twice, with and without a flip.", 2 * places)
