"""A language model gives the words of a sentence the probabilities 0.2, 0.5, 0.1: what is its perplexity?"""

from math import prod
from typing import Annotated, Literal

from examgen.authoring import Ask, BeforeValidator, Computed, Draw, Field, Question, Real, Row
from examgen.authoring import field_validator, misconception
from examgen.question_bank.recurrent._perplexity import cross_entropy, perplexity_of, probability_of

SENTENCES = (
    ("the", "cat", "is", "asleep"),
    ("we", "train", "a", "network"),
    ("she", "reads", "a", "book"),
    ("it", "rains", "in", "spring"),
    ("the", "gate", "is", "open"),
)


class Perplexity(Question):
    """The probability that a language model gives a sentence, its cross-entropy and its perplexity (calculator)."""

    topic, level, title = "recurrent", 2, "Perplexity of a language model"
    axes = {"words": "words", "p": "words"}
    stem = r"""
A recurrent language model processes a sentence word by word. It assigns to each word, given all words before it, the probability

| Word | {{ words | join(" | ") }} |
|:-----|{{ ":--:|" * (words | length) }}
| $P(w_t \mid w_1, \dots, w_{t-1})$ | {% for each in p %}${{ each | number }}$ | {% endfor %}

{%- set log = "\\ln" if base == "e" else "\\log_2" %}

The cross-entropy is $H = -\frac{1}{T} \sum_{t=1}^{T} {{ log }} P(w_t \mid w_1, \dots, w_{t-1})$, with $T$ the number of words.
"""
    probability = Ask(
        "What probability does the model assign to the whole sentence?",
        Real(decimals=5),
        of=Computed(lambda q: probability_of(q.p)),
    )
    loss = Ask(
        "Compute the cross-entropy $H$.",
        Real(decimals=3),
        of=Computed(lambda q, answers: cross_entropy(answers["probability"], len(q.p), q.base)),
        follows="probability",
    )
    perplexity = Ask(
        "Compute the perplexity of the model on this sentence.",
        Real(decimals=2),
        of=Computed(lambda q, answers: perplexity_of(answers["loss"], q.base)),
        follows="loss",
    )
    words: tuple[str, ...] = Field(min_length=1, max_length=20, description="Words of the sentence.")
    p: Row = Field(description="Probability of each word, given those before it.")
    base: Annotated[Literal["e", "2"], BeforeValidator(str)] = Field("e", description="Base of the logarithm: e or 2.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        p = d.row("p", 4, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8))
        unnamed = tuple(f"w{t}" for t in range(1, len(p) + 1))
        words = d.choice("words", [words for words in SENTENCES if len(words) == len(p)] or [unnamed])
        return dict(words=words, p=p)

    @field_validator("p")
    @classmethod
    def _probabilities(cls, p: Row) -> Row:
        if not all(0 < each <= 1 for each in p):
            raise ValueError("every probability must be above 0 and at most 1")
        return p

    @property
    def entropy(self) -> float:
        """The cross-entropy of the sentence."""
        return cross_entropy(prod(map(float, self.p)), len(self.p), self.base)

    def admissible(self) -> bool:
        return len(set(self.p)) == len(self.p) and 0.0002 <= self.worked["probability"][0] <= 0.02

    @misconception("You added the probabilities. By the chain rule, the conditional probabilities are multiplied.")
    def probabilities_added(self) -> dict[str, float]:
        return {"probability": float(sum(self.p))}

    @misconception("You left out the division by $T$. The cross-entropy is a mean over the words.")
    def not_averaged(self) -> dict[str, float]:
        total = self.entropy * len(self.p)
        return {"loss": total, "perplexity": perplexity_of(total, self.base)}

    @misconception("You left out the minus sign. The logarithms are negative, so $H$ is positive.")
    def sign_left_out(self) -> dict[str, float]:
        return {"loss": -self.entropy, "perplexity": perplexity_of(-self.entropy, self.base)}

    @misconception(
        "You used the {{ 'logarithm to base 2' if base == 'e' else 'natural logarithm' }}. The formula uses the "
        "{{ 'natural logarithm' if base == 'e' else 'logarithm to base 2' }}."
    )
    def another_base(self) -> dict[str, float] | None:
        other = self.but(base="2" if self.base == "e" else "e")
        return {"loss": other.entropy} if other else None

    @misconception(
        "You raised {{ '2' if base == 'e' else '$e$' }} to the cross-entropy. Use the base of the logarithm, "
        "{{ '$e$' if base == 'e' "
        "else '2' }}."
    )
    def power_of_another_base(self) -> dict[str, float]:
        base = 2.0 if self.base == "e" else 2.718281828459045
        return {"perplexity": base**self.entropy}

    @misconception("You used the arithmetic mean of the reciprocal probabilities. Perplexity is their geometric mean.")
    def mean_of_reciprocals(self) -> dict[str, float]:
        return {"perplexity": float(sum(1 / float(p) for p in self.p)) / len(self.p)}

    @misconception("You gave the cross-entropy. The perplexity is {{ '$e^H$' if base == 'e' else '$2^H$' }}.")
    def cross_entropy_given(self) -> dict[str, float]:
        return {"perplexity": self.entropy}
