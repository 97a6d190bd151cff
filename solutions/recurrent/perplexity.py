"""A product, its logarithm, and a power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import exp, ln, product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.perplexity import Perplexity


def solve(q: Perplexity, show: Show) -> None:
    whole = show.answer("probability", "Multiply the conditional probabilities.", product(q.p))
    if q.base == "2":
        why = r"The sum of the logarithms is the logarithm of the product: $\log_2 p = \ln p / \ln 2$."
        logarithm = show(why, ln(whole) / ln(2))
    else:
        logarithm = show("The sum of the logarithms is the logarithm of the product.", ln(whole))
    why = "The cross-entropy is the negative mean of the logarithms, so divide by the number of words."
    loss = show.answer("loss", why, -(logarithm / len(q.p)), symbol="H")
    if q.base == "2":
        show.answer("perplexity", "The perplexity is $2^H$.", 2**loss)
    else:
        show.answer("perplexity", "The perplexity is $e^H$.", exp(loss))
