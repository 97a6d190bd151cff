"""Logits for four words, temperature 0.5 and the random number 0.63: which word does the language model sample?"""

from examgen.authoring import Ask, Choice, Computed, Draw, Field, Network, Number, Question, Row, Vector
from examgen.authoring import layers, misconception, ops, steps
from examgen.question_bank.recurrent._sampling import first_above
from examgen.question_bank.recurrent._words import named


class Sampling(Question):
    """Sampling the next word from a language model with a temperature (calculator)."""

    topic, level, title = "recurrent", 3, "Sampling the next word"
    axes = {"words": "words", "z": "words"}
    stem = r"""
A recurrent language model outputs one logit for each word that may come next:

| Word | {{ words | join(" | ") }} |
|:-----|{{ ":--:|" * (words | length) }}
| Logit $z$ | {% for each in z %}${{ each | number }}$ | {% endfor %}

The next word is sampled from the probabilities $\operatorname{softmax}(z / T)$ with the temperature $T = {{ T | number }}$. A random number
$u = {{ u | number }}$ is drawn uniformly between 0 and 1. The cumulative probabilities are computed in the order of the table. The
sampled word is the first one whose cumulative probability is greater than $u$.
"""
    p = Ask("Compute the probabilities of the words, in the order of the table.", Vector(decimals=3))
    cumulative = Ask(
        "Compute the cumulative probabilities, in the order of the table.", Vector(decimals=3), follows="p"
    )
    words: tuple[str, ...] = Field(min_length=2, max_length=12, description="Words that may come next.")
    z: Row = Field(description="Logit of each word.")
    T: Number = Field(1, gt=0, description="Temperature.")
    u: Number = Field(ge=0, lt=1, description="Random number between 0 and 1.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        T = d.number("T", (0.5, 2))
        z = d.sample("z", steps(-1, 1, 0.5) if T < 1 else range(-1, 4), 4)
        return dict(words=named(d, len(z)), z=z, T=T, u=d.number("u", steps(0.05, 0.95, 0.01)))

    def admissible(self) -> bool:
        bounds, p = self.worked["cumulative"], self.worked["p"]
        (place,) = self.worked["word"]
        clear = min(abs(bound - self.u) for bound in bounds) >= 0.03 and min(p) >= 0.01
        return clear and place > 0 and self.z[int(place)] < max(self.z)

    @property
    def asks(self) -> dict[str, Ask]:
        sampled = Computed(lambda q, answers: first_above(answers["cumulative"], q.u))
        word = Ask("Which word is sampled?", Choice(self.words), of=sampled, follows="cumulative")
        return {**super().asks, "word": word}

    @property
    def network(self) -> Network:
        size = range(len(self.z))
        until = tuple(tuple(int(row <= column) for column in size) for row in size)
        net = Network(z=self.z, T=self.T, until=until).add("scaled", ops.divide(), "z", "T").add("p", layers.Softmax())
        return net.add("cumulative", ops.matmul(), "p", "until")

    @misconception("You left out the temperature. Divide the logits by it before you apply softmax.")
    def without_temperature(self) -> Question | None:
        return self.but(T=1) if self.T != 1 else None

    @misconception("You multiplied the logits by the temperature. Divide them by the temperature.")
    def multiplied(self) -> Network:
        return self.network.swap("scaled", ops.multiply)

    @misconception(
        "You chose the most probable word, as greedy search does. Sampling compares the random number with the cumulative probabilities."
    )
    def greedy(self) -> dict[str, int]:
        return {"word": self.z.index(max(self.z))}

    @misconception("You compared $u$ with the probabilities one by one. Compare it with the cumulative probabilities.")
    def not_cumulative(self) -> dict[str, int] | None:
        larger = [place for place, p in enumerate(self.worked["p"]) if p > self.u]
        return {"word": larger[0]} if larger else None
