"""The sigmoid of every logit; the negative logarithm of the probability of the true class; then the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, ln, mean

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.binary_cross_entropy import BinaryCrossEntropy


def solve(q: BinaryCrossEntropy, show: Show) -> None:
    p = (
        show.answer(
            "p",
            r"Apply the sigmoid $\sigma(z) = 1 / (1 + e^{-z})$ to each logit.",
            each(lambda z: 1 / (1 + exp(-z)), q.z),
        )
        if q.from_logits
        else q.z
    )
    if not all(0 < one < 1 for one in p):
        raise ValueError("a probability must lie between 0 and 1")
    losses = tuple(-ln(one if true else 1 - one) for one, true in zip(p, q.y, strict=True))
    losses = show.answer(
        "losses", "The loss of an example is $-\\ln p$ if $y = 1$ and $-\\ln(1 - p)$ if $y = 0$.", losses
    )
    show.answer("loss", "Average the losses over the batch.", mean(losses))
