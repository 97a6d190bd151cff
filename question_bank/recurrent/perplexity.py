"""A language model gives the words of a sentence the probabilities 0.2, 0.5, 0.1: what is its perplexity?"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from examgen.authoring import Ask, BeforeValidator, Computed, Draw, Field, Question, Real, Row
from examgen.authoring import field_validator, misconception

SENTENCES = (
    ("the", "cat", "is", "asleep"),
    ("we", "train", "a", "network"),
    ("she", "reads", "a", "book"),
    ("it", "rains", "in", "spring"),
    ("the", "gate", "is", "open"),
)


def _probability(q: "Perplexity") -> float:
    import numpy

    return float(numpy.exp(numpy.log([float(p) for p in q.p]).sum()))


def _loss(q: "Perplexity", probability: float | None = None) -> float:
    """From the probability of the whole sentence."""
    import numpy

    log = numpy.log if q.base == "e" else numpy.log2
    whole = numpy.prod([float(p) for p in q.p]) if probability is None else float(probability)
    if whole <= 0:
        raise ValueError("only a positive number has a logarithm")
    return float(-log(whole) / len(q.p))


def _perplexity(q: "Perplexity", answers: Mapping[str, Any]) -> float:
    import numpy

    return float(numpy.power(numpy.e if q.base == "e" else 2.0, float(answers["loss"])))


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
        "What probability does the model assign to the whole sentence?", Real(decimals=5), of=Computed(_probability)
    )
    loss = Ask(
        "Compute the cross-entropy $H$.",
        Real(decimals=3),
        of=Computed(lambda q, answers: _loss(q, answers["probability"])),
        follows="probability",
    )
    perplexity = Ask(
        "Compute the perplexity of the model on this sentence.",
        Real(decimals=2),
        of=Computed(_perplexity),
        follows="loss",
    )
    words: tuple[str, ...] = Field(min_length=1, max_length=20, description="Words of the sentence.")
    p: Row = Field(description="Probability of each word, given those before it.")
    base: Annotated[Literal["e", "2"], BeforeValidator(str)] = Field(
        "e", description="Base of the logarithm: e, or 2 for a cross-entropy in bits."
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        p = d.row("p", 4, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8))
        unnamed = tuple(f"w{t}" for t in range(1, len(p) + 1))
        words = d.choice("words", [words for words in SENTENCES if len(words) == len(p)] or [unnamed])
        return dict(words=words, p=p, base=d.choice("base", ("e",)))

    @field_validator("p")
    @classmethod
    def _probabilities(cls, p: Row) -> Row:
        if not all(0 < each <= 1 for each in p):
            raise ValueError("every probability must be above 0 and at most 1")
        return p

    def admissible(self) -> bool:
        return len(set(self.p)) == len(self.p) and 0.0002 <= self.worked["probability"][0] <= 0.02

    @misconception("You added the probabilities. By the chain rule, the conditional probabilities are multiplied.")
    def probabilities_added(self) -> dict[str, float]:
        return {"probability": float(sum(self.p))}

    @misconception("You left out the division by $T$. The cross-entropy is a mean over the words.")
    def not_averaged(self) -> dict[str, float]:
        total = _loss(self) * len(self.p)
        return {"loss": total, "perplexity": self._powered(total)}

    @misconception("You left out the minus sign. The logarithms are negative, so $H$ is positive.")
    def sign_left_out(self) -> dict[str, float]:
        return {"loss": -_loss(self), "perplexity": self._powered(-_loss(self))}

    @misconception(
        "You used the {{ 'logarithm to base 2' if base == 'e' else 'natural logarithm' }}. The formula uses the "
        "{{ 'natural logarithm' if base == 'e' else 'logarithm to base 2' }}."
    )
    def another_base(self) -> dict[str, float] | None:
        other = self.but(base="2" if self.base == "e" else "e")
        return {"loss": _loss(other)} if other else None

    @misconception(
        "You raised {{ '2' if base == 'e' else '$e$' }} to the cross-entropy. Use the base of the logarithm, "
        "{{ '$e$' if base == 'e' "
        "else '2' }}."
    )
    def power_of_another_base(self) -> dict[str, float]:
        base = 2.0 if self.base == "e" else 2.718281828459045
        return {"perplexity": base ** _loss(self)}

    @misconception("You used the arithmetic mean of the reciprocal probabilities. Perplexity is their geometric mean.")
    def mean_of_reciprocals(self) -> dict[str, float]:
        return {"perplexity": float(sum(1 / float(p) for p in self.p)) / len(self.p)}

    @misconception("You gave the cross-entropy. The perplexity is {{ '$e^H$' if base == 'e' else '$2^H$' }}.")
    def cross_entropy_given(self) -> dict[str, float]:
        return {"perplexity": _loss(self)}

    def _powered(self, loss: float) -> float:
        return float((2.718281828459045 if self.base == "e" else 2.0) ** loss)
