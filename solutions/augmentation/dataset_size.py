"""Set aside, double, multiply, and cut into batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ceil_div

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.dataset_size import DatasetSize


def solve(q: DatasetSize, show: Show) -> None:
    train = show("The pictures for validation are set aside first.", q.pictures - q.validation)
    mirrored = show.answer("mirrored", "Each picture and its mirror image.", 2 * train)
    kept = show("Each of them as it is and at every angle.", mirrored * (q.angles + 1))
    stored = show.answer("stored", "Each of those gives so many crops.", kept * q.crops)
    show.answer("steps", "A step takes one batch; the rest is a batch as well.", ceil_div(stored, q.batch))
