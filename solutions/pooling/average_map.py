"""The mean of every window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.pooling._pooled import pooled
from examgen.solutions.steps import average

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.average_map import AverageMap


def solve(q: AverageMap, show: Show) -> None:
    show.answer("p", "Mean of each window, row by row.", pooled(q, average))
