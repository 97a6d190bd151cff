"""Keep the most probable words, divide by their sum, add up; for the nucleus, add up from the most probable word on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.top_k_sampling import TopKSampling


def solve(q: TopKSampling, show: Show) -> None:
    p = unnamed(q.p)
    ranked = sorted(p, reverse=True)
    least = ranked[int(q.k) - 1]
    together = show("Add the probabilities of the words that are kept.", total(ranked[: int(q.k)]))
    kept = show.answer(
        "kept",
        "Divide each of them by this sum. The other words get probability 0.",
        tuple(each / together if each >= least else 0 for each in p),
    )
    bounds, bound = [], 0
    for word, share in zip(q.words, kept, strict=True):
        if share:
            bound = show("Cumulative probability of *{word}*:", bound + share if bound else share, word=word)
        bounds.append(bound)
    place = next((place for place, bound in enumerate(bounds) if bound > q.u), len(p) - 1)
    show.answer(
        "word", "The sampled word is the first one whose cumulative probability is greater than ${u}$.", place, u=q.u
    )
    reached, size = ranked[0], 1
    while reached < q.nucleus - 1e-12 and size < len(ranked):
        why = "Add the probability of the next most probable word."
        if size == 1:
            why = "Top-$p$ sampling: add the two largest probabilities in the table."
        reached = show(why, reached + ranked[size])
        size += 1
    why = "The sum is now at least ${least}$. Number of words that are kept:"
    if size == 1:
        why = "Top-$p$ sampling: the largest probability in the table is at least ${least}$. Number of words that are kept:"
    show.answer("size", why, size, least=q.nucleus)
