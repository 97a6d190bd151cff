"""Exponentials over their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.values import Values


def solve(q: Values, show: Show) -> None:
    show.answer("p", "Divide each exponential by the sum.", probabilities(show, q.z))
