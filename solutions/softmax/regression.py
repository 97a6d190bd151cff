"""A score for every class, exponentials over their sum, the largest wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import dot, each, exp, total

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.softmax.regression import Regression


def solve(q: Regression, show: Show) -> None:
    z = show.answer(
        "z", "Every row of weights times the input gives the score of its class.", tuple(dot(w, q.x) for w in q.theta)
    )
    powers = show("Every score becomes its exponential.", each(exp, z))
    everything = show("They are added up.", total(powers))
    h = show.answer("h", "Each exponential over the sum.", tuple(power / everything for power in powers))
    show.answer("label", "The class with the largest probability.", h.index(max(h)))
