"""Rows or columns change places, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.mirror_rotate import MirrorRotate


def solve(q: MirrorRotate, show: Show) -> None:
    x = q.image
    for step, move in enumerate(q.moves, start=1):
        columns = tuple(zip(*x, strict=True))
        why, x = {
            "mirrored left to right": ("Every row is read backwards.", tuple(row[::-1] for row in x)),
            "mirrored top to bottom": ("The last row comes first.", x[::-1]),
            "turned by 90° counter-clockwise": ("The columns, the right one first, become the rows.", columns[::-1]),
            "turned by 90° clockwise": (
                "The columns, the left one first and each read from below, become the rows.",
                tuple(column[::-1] for column in columns),
            ),
            "turned by 180°": (
                "The rows from the last to the first, each read backwards.",
                tuple(r[::-1] for r in x[::-1]),
            ),
        }[move]
        x = show.answer(f"x{step}", why, x)
