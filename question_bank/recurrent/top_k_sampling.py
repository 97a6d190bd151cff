"""Probabilities of six words, the three most probable are kept, and a random number: which word does the language model sample?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, product
from typing import Any, ClassVar, Self

from examgen.authoring import (
    Ask,
    Choice,
    Computed,
    Draw,
    Field,
    Integer,
    Number,
    Question,
    Row,
    Scalar,
    Vector,
    misconception,
    model_validator,
    steps,
)
from examgen.question_bank.recurrent._words import named


def _shares() -> Iterator[tuple[int, ...]]:
    """Percentages of six words, the smallest first, no two alike; those of the largest three and their sum have two digits."""
    for gaps in product(range(3, 6), range(2, 4), range(2, 6), range(3, 9), range(4, 13)):
        rest = [*accumulate(gaps)]
        shares = (*rest, 100 - sum(rest))
        if shares[-1] > shares[-2] + 2 and all(share % 10 for share in (*shares[3:], sum(shares[3:]))):
            yield shares


SHARES = (*_shares(),)


def _kept(q: TopKSampling) -> list[float]:
    import numpy

    p = numpy.array(q.p, dtype=float)
    kept = numpy.where(p >= numpy.sort(p)[-q.k], p, 0)
    return [float(share) for share in kept / kept.sum()]


def _sampled(q: TopKSampling, answers: Mapping[str, Any]) -> int:
    import numpy

    bounds = numpy.cumsum([float(share) for share in answers["kept"]])
    return int(numpy.searchsorted(bounds, float(q.u), side="right"))


def _nucleus(q: TopKSampling) -> int:
    import numpy

    bounds = numpy.cumsum(sorted((float(p) for p in q.p), reverse=True))
    return int(numpy.argmax(bounds >= float(q.nucleus) - 1e-12)) + 1


def _within_a_kept_word(p: Row, k: int, rank: int) -> Sequence[Scalar]:
    """Random numbers that sample the word of this rank, none of them at the border to another word."""
    ranked = sorted(p, reverse=True)
    chosen, kept = ranked[min(rank, k) - 1], [share if share >= ranked[k - 1] else 0 for share in p]
    start = sum(kept[: p.index(chosen)]) / sum(kept)
    inside = [u for u in steps(0.01, 0.99, 0.01) if start + 0.03 <= u <= start + chosen / sum(kept) - 0.03]
    return inside or (0.5,)


def _beyond(p: Row, k: int) -> Sequence[Scalar]:
    """Totals for which top-p sampling keeps more words than top-k, none of them near a sum of probabilities."""
    sums = [*accumulate(sorted(p, reverse=True))]
    clear = (total for total in steps(0.5, 0.95, 0.05) if min(abs(total - each) for each in sums) >= 0.01)
    return [total for total in clear if total > sums[k - 1]] or (0.9,)


class TopKSampling(Question):
    """Top-k sampling of the next word, and how many words top-p (nucleus) sampling keeps."""

    topic, level, title = "recurrent", 3, "Top-k sampling"
    axes: ClassVar = {"words": "words", "p": "words"}
    depends: ClassVar = {"word": ("kept",)}
    stem = r"""
A language model outputs the following probabilities for the next word:

| Word | {{ words | join(" | ") }} |
|:-----|{{ ":--:|" * (words | length) }}
| Probability | {{ p | aligned | join(" | ") }} |

In top-$k$ sampling, only the $k$ most probable words are kept. Their probabilities are divided by their sum; those of the other words are
set to 0. A random number $u = {{ u }}$ is drawn uniformly between 0 and 1. The sampled word is the first one, in the order of the table,
whose cumulative probability is greater than $u$.
"""
    kept = Ask(
        "Compute the probabilities of all words for $k = {{ k }}$, in the order of the table.",
        Vector(decimals=3),
        of=Computed(_kept),
    )

    words: tuple[str, ...] = Field(min_length=2, max_length=12)
    """Words that may come next."""
    p: Row
    """Probability of each word; the probabilities add up to 1."""
    k: int = Field(ge=1)
    """Number of words that top-k sampling keeps."""
    u: Number = Field(default=0.5, ge=0, lt=1)
    """Random number between 0 and 1."""
    nucleus: Number = Field(default=0.9, gt=0, le=1)
    """Minimum total probability of the words that top-p sampling keeps."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        shares = d.choice("shares", SHARES)
        p = d.choice("p", (tuple(share / 100 for share in d.sample("order", shares, len(shares))),))
        k = d.integer("k", 3, 3)
        return dict(
            words=named(d, len(p)),
            p=p,
            k=k,
            u=d.number("u", _within_a_kept_word(p, k, d.integer("rank", 2, 3))),
            nucleus=d.number("nucleus", _beyond(p, k)),
        )

    @model_validator(mode="after")
    def _is_a_distribution(self) -> Self:
        if min(self.p) < 0 or abs(sum(self.p) - 1) > 0.001:
            raise ValueError(f"p must hold probabilities that add up to 1, got the sum {float(sum(self.p)):.4g}")
        if self.k > len(self.p) or len(set(self.p)) < len(self.p):
            raise ValueError(f"p must hold {len(self.p)} different probabilities, and k at most as many")
        return self

    def admissible(self) -> bool:
        kept, (place,), (size,) = _kept(self), self.worked["word"], self.worked["size"]
        ranked = accumulate(sorted(map(float, self.p), reverse=True))
        clear = min(abs(bound - float(self.u)) for bound in accumulate(kept)) >= 0.03 and min(self.p) >= 0.03
        clear = clear and min(abs(bound - float(self.nucleus)) for bound in ranked) >= 0.01
        return clear and kept[int(place)] < max(kept) and size != self.k and 19 <= self.derivation().effort <= 22

    @property
    def asks(self) -> Mapping[str, Ask]:
        text = (
            "Top-$p$ (nucleus) sampling adds the probabilities in the table in descending order and keeps words until the sum is at "
            "least {{ nucleus }}. How many words does it keep here?"
        )
        return {
            **super().asks,
            "word": Ask("Which word is sampled?", Choice(self.words), of=Computed(_sampled), follows="kept"),
            "size": Ask(text, Integer(), of=Computed(_nucleus)),
        }

    @misconception("You did not divide by the sum of the kept probabilities. The new probabilities must add up to 1.")
    def not_renormalised(self) -> dict[str, Any]:
        return {"kept": tuple(p if share else 0 for p, share in zip(self.p, _kept(self), strict=True))}

    @misconception("You kept all words. Only the {{ k }} most probable words are kept; the others get probability 0.")
    def all_words_kept(self) -> dict[str, Any]:
        sampled = (place for place, bound in enumerate(accumulate(self.p)) if bound > self.u)
        return {"kept": self.p, "word": next(sampled, len(self.p) - 1)}

    @misconception("You chose the most probable word. Compare the random number with the cumulative probabilities.")
    def greedy(self) -> dict[str, int]:
        return {"word": self.p.index(max(self.p))}

    @misconception("You stopped one word too early. The kept probabilities must add up to at least {{ nucleus }}.")
    def one_too_few(self) -> dict[str, int] | None:
        return {"size": _nucleus(self) - 1} if _nucleus(self) > 1 else None

    @misconception("You used the probabilities after top-$k$ sampling. Top-$p$ sampling adds those in the table.")
    def kept_words_added(self) -> dict[str, int] | None:
        size = sum(bound < self.nucleus for bound in accumulate(sorted(_kept(self), reverse=True))) + 1
        return {"size": size} if size != _nucleus(self) - 1 else None
