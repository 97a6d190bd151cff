"""Validation images first, then one factor per step, then the batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ceil_div, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.dataset_size import DatasetSize


def solve(q: DatasetSize, show: Show) -> None:
    train = show("Training images: all images except the validation images.", unnamed(q.images) - unnamed(q.validation))
    mirrored = show.answer("mirrored", "Step 1: every image and its flipped copy.", 2 * train)
    kept = show("Step 2: every image and its rotated copies.", mirrored * (q.angles + 1))
    stored = show.answer("stored", "Step 3: every image is replaced by its crops.", kept * q.crops)
    show.answer(
        "steps", "One step per batch, including the smaller last one: round up.", ceil_div(stored, q.batch_size)
    )
