"""Softmax of the scaled logits, running sums, and the first one beyond the random number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar
from examgen.solutions.steps import probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.sampling import Sampling


def solve(q: Sampling, show: Show) -> None:
    logits = q.z if q.T == 1 else show("Divide each logit by the temperature.", tuple(z / q.T for z in q.z))
    p = show.answer(
        "p", "Divide each exponential by the sum.", probabilities(show, logits, "logit" if q.T == 1 else "scaled logit")
    )
    sums: list[Scalar] = [p[0]]
    for each in p[1:]:
        sums.append(sums[-1] + each)
    bounds = show.answer(
        "cumulative", "Compute the cumulative sums of the probabilities, starting with the first word.", tuple(sums)
    )
    place = next((place for place, bound in enumerate(bounds) if bound > q.u), len(q.z) - 1)
    why = "The sampled word is the first one whose cumulative probability is greater than ${u}$."
    show.answer("word", why, place, u=q.u)
