"""One logit per class, exponentials over their sum, the largest probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot
from examgen.solutions.steps import probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.regression import Regression


def solve(q: Regression, show: Show) -> None:
    z = tuple(dot(weights, q.x) for weights in q.theta)
    z = show.answer("z", "Multiply each row of $\\Theta$ by $x$.", z)
    h = show.answer("h", "Divide each exponential by the sum.", probabilities(show, z))
    show.answer("label", "The predicted class has the largest probability.", h.index(max(h)))
