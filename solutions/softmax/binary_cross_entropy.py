"""The sigmoid of every score; of the probability of what is true the negative logarithm; then the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, ln, mean, sigmoid

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.binary_cross_entropy import BinaryCrossEntropy


def solve(q: BinaryCrossEntropy, show: Show) -> None:
    p = show.answer("p", "The sigmoid of every score.", each(sigmoid, q.z)) if q.from_logits else q.z
    if not all(0 < one < 1 for one in p):
        raise ValueError("from what is no probability, no loss can be worked out")
    losses = tuple(-ln(one if true else 1 - one) for one, true in zip(p, q.y, strict=True))
    losses = show.answer("losses", "$-\\ln p$ where $y = 1$, and $-\\ln(1 - p)$ where $y = 0$.", losses)
    show.answer("loss", "The mean over the batch.", mean(losses))
