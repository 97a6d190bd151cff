"""Keep the most probable words, divide by their sum, add up; for the nucleus, add up from the most probable word on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    sums: list[Any] = [kept[0]]
    for each in kept[1:]:
        sums.append(sums[-1] + each if each else sums[-1])
    bounds = show("Compute the cumulative probabilities in the order of the table.", tuple(sums))
    place = next((place for place, bound in enumerate(bounds) if bound > q.u), len(p) - 1)
    show.answer(
        "word",
        "The sampled word has the first cumulative probability greater than ${u}$.",
        place,
        u=q.u,
    )
    reached, size = ranked[0], 1
    while reached < q.nucleus - 1e-12 and size < len(ranked):
        reached = show(
            "For top-$p$ sampling, add the probability of the next most probable word.", reached + ranked[size]
        )
        size += 1
    show.answer("size", "The sum is now at least ${least}$. Number of words that are kept:", size, least=q.nucleus)
