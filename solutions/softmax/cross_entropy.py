"""Exponentials over their sum; the negative logarithm of the true class; then the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, ln, mean, total
from examgen.solutions.steps import shifted

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.cross_entropy import CrossEntropy


def solve(q: CrossEntropy, show: Show) -> None:
    logits = tuple(shifted(show, row) for row in q.z)
    powers = show("Compute the exponential of each logit.", each(exp, logits))
    sums = show("Add the exponentials of each row.", tuple(total(row) for row in powers))
    shares = tuple(tuple(power / everything for power in row) for row, everything in zip(powers, sums, strict=True))
    p = show.answer("p", "Divide each exponential by the sum of its row.", shares)
    true = tuple(-ln(row[k]) for row, k in zip(p, q.target, strict=True))
    losses = show.answer(
        "losses", "The loss of an example is the negative logarithm of the probability of its true class.", true
    )
    show.answer("loss", "Average the losses over the batch.", mean(losses))
