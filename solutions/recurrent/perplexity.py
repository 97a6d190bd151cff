"""A product, a mean of logarithms, and a power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import exp, ln, product, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.perplexity import Perplexity


def solve(q: Perplexity, show: Show) -> None:
    show.answer("probability", "Multiply the conditional probabilities.", product(q.p))
    logarithms = tuple(ln(p) for p in q.p)
    if q.base == "2":
        logarithms = show(
            r"Compute the logarithm of each probability: $\log_2 p = \ln p / \ln 2$.",
            tuple(each / ln(2) for each in logarithms),
        )
    else:
        logarithms = show("Compute the logarithm of each probability.", logarithms)
    loss = show.answer(
        "loss", "The cross-entropy is the negative mean of the logarithms.", -(total(logarithms) / len(q.p)), symbol="H"
    )
    if q.base == "2":
        show.answer("perplexity", "The perplexity is $2^H$.", 2**loss)
    else:
        show.answer("perplexity", "The perplexity is $e^H$.", exp(loss))
