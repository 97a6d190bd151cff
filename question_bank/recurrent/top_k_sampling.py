"""Probabilities of six words, the three most probable are kept, and a random number: which word does the language model sample?"""

from itertools import accumulate

from examgen.authoring import Ask, Choice, Computed, Draw, Field, Integer, Number, Question, Row, Vector, misconception
from examgen.question_bank.recurrent._sampling import SHARES, beyond, first_above, kept, nucleus, within_a_kept_word
from examgen.question_bank.recurrent._words import named


class TopKSampling(Question):
    """Top-k sampling of the next word, and how many words top-p (nucleus) sampling keeps."""

    topic, level, title = "recurrent", 3, "Top-k sampling"
    axes = {"words": "words", "p": "words"}
    depends = {"word": ("kept",)}
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
        of=Computed(lambda q: kept(q.p, q.k)),
    )
    words: tuple[str, ...] = Field(min_length=2, max_length=12, description="Words that may come next.")
    p: Row = Field(description="Probability of each word; the probabilities add up to 1.")
    k: int = Field(ge=1, description="Number of words that top-k sampling keeps.")
    u: Number = Field(0.5, ge=0, lt=1, description="Random number between 0 and 1.")
    nucleus: Number = Field(0.9, gt=0, le=1, description="Minimum total probability of words kept in top-p sampling.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        shares = d.choice("shares", SHARES)
        p = d.choice("p", (tuple(share / 100 for share in d.sample("order", shares, len(shares))),))
        k = d.integer("k", 3, 3)
        return dict(
            words=named(d, len(p)),
            p=p,
            k=k,
            **d.choices(u=within_a_kept_word(p, k, d.integer("rank", 2, 3)), nucleus=beyond(p, k)),
        )

    def check(self) -> None:
        if min(self.p) < 0 or abs(sum(self.p) - 1) > 0.001:
            raise ValueError(f"p must hold probabilities that add up to 1, got the sum {float(sum(self.p)):.4g}")
        if self.k > len(self.p) or len(set(self.p)) < len(self.p):
            raise ValueError(f"p must hold {len(self.p)} different probabilities, and k at most as many")

    def admissible(self) -> bool:
        shares, (place,), (size,) = kept(self.p, self.k), self.worked["word"], self.worked["size"]
        ranked = accumulate(sorted(map(float, self.p), reverse=True))
        clear = min(abs(bound - float(self.u)) for bound in accumulate(shares)) >= 0.03 and min(self.p) >= 0.03
        clear = clear and min(abs(bound - float(self.nucleus)) for bound in ranked) >= 0.01
        return clear and shares[int(place)] < max(shares) and size != self.k and 19 <= self.derivation().effort <= 22

    @property
    def asks(self) -> dict[str, Ask]:
        text = (
            "Top-$p$ (nucleus) sampling adds the probabilities in the table in descending order and keeps words until the sum is at "
            "least {{ nucleus }}. How many words does it keep here?"
        )
        word = Computed(lambda q, answers: first_above(accumulate(map(float, answers["kept"])), q.u))
        return {
            **super().asks,
            "word": Ask("Which word is sampled?", Choice(self.words), of=word, follows="kept"),
            "size": Ask(text, Integer(), of=Computed(lambda q: nucleus(q.p, q.nucleus))),
        }

    @misconception("You did not divide by the sum of the kept probabilities. The new probabilities must add up to 1.")
    def not_renormalised(self) -> dict[str, object]:
        return {"kept": tuple(p if share else 0 for p, share in zip(self.p, kept(self.p, self.k), strict=True))}

    @misconception("You kept all words. Only the {{ k }} most probable words are kept; the others get probability 0.")
    def all_words_kept(self) -> dict[str, object]:
        sampled = (place for place, bound in enumerate(accumulate(self.p)) if bound > self.u)
        return {"kept": self.p, "word": next(sampled, len(self.p) - 1)}

    @misconception("You chose the most probable word. Compare the random number with the cumulative probabilities.")
    def greedy(self) -> dict[str, int]:
        return {"word": self.p.index(max(self.p))}

    @misconception("You stopped one word too early. The kept probabilities must add up to at least {{ nucleus }}.")
    def one_too_few(self) -> dict[str, int] | None:
        return {"size": nucleus(self.p, self.nucleus) - 1} if nucleus(self.p, self.nucleus) > 1 else None

    @misconception("You used the probabilities after top-$k$ sampling. Top-$p$ sampling adds those in the table.")
    def kept_words_added(self) -> dict[str, int] | None:
        size = sum(bound < self.nucleus for bound in accumulate(sorted(kept(self.p, self.k), reverse=True))) + 1
        return {"size": size} if size != nucleus(self.p, self.nucleus) - 1 else None
