"""The negative logarithm of the probability of the true class; then the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln, mean

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.predicted_probabilities import PredictedProbabilities


def solve(q: PredictedProbabilities, show: Show) -> None:
    true = tuple(-ln(row[k]) for row, k in zip(q.p, q.target, strict=True))
    losses = show.answer(
        "losses", "The loss of an example is the negative logarithm of the probability of its true class.", true
    )
    show.answer("loss", "Average the losses over the batch.", mean(losses))
