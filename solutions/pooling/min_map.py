"""The minimum of every window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.pooling._pooled import pooled
from examgen.solutions.steps import least

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.min_map import MinMap


def solve(q: MinMap, show: Show) -> None:
    show.answer(
        "p",
        "Minimum of each window, row by row.",
        pooled(q, least),
    )
