"""Reverse or swap rows and columns, step by step."""

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
            "flipped horizontally (left to right)": ("Reverse every row.", tuple(row[::-1] for row in x)),
            "flipped vertically (top to bottom)": ("Reverse the order of the rows.", x[::-1]),
            "rotated by 90° counterclockwise": ("The columns, from right to left, become the rows.", columns[::-1]),
            "rotated by 90° clockwise": (
                "The columns, from left to right and each read from bottom to top, become the rows.",
                tuple(column[::-1] for column in columns),
            ),
            "rotated by 180°": (
                "Reverse the order of the rows, and every row.",
                tuple(r[::-1] for r in x[::-1]),
            ),
        }[move]
        x = show.answer(f"x{step}", why, x)
