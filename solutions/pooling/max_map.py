"""The maximum of every window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.pooling._pooled import pooled
from examgen.solutions.steps import greatest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.max_map import MaxMap


def solve(q: MaxMap, show: Show) -> None:
    show.answer("p", "Maximum of each window, row by row.", pooled(q, greatest))
