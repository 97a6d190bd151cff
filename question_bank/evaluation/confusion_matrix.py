"""84 true positives, 16 false negatives, 28 false positives, 272 true negatives: what are accuracy, precision, recall and F1?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from statistics import harmonic_mean
from typing import Annotated, Any, ClassVar, Literal, Self

from examgen.authoring import Ask, Computed, Draw, Field, Question, Real, misconception, model_validator

Examples = Annotated[int, Field(ge=0, le=1_000_000_000)]
Measure = Literal[
    "accuracy", "error_rate", "precision", "recall", "specificity", "false_positive_rate", "balanced_accuracy", "f1"
]


def _share(wanted: str, among: str = "") -> Callable[[ConfusionMatrix], Fraction]:
    """A share of the examples, counted example by example; ``among`` limits it to some of them."""
    tests: dict[str, Callable[[bool, bool], bool]] = {
        "": lambda true, predicted: True,
        "right": lambda true, predicted: true == predicted,
        "wrong": lambda true, predicted: true != predicted,
        "positive": lambda true, predicted: true,
        "negative": lambda true, predicted: not true,
        "called positive": lambda true, predicted: predicted,
    }

    def share(q: ConfusionMatrix) -> Fraction:
        cells = {(True, True): q.tp, (True, False): q.fn, (False, True): q.fp, (False, False): q.tn}
        counted = {pair: count for pair, count in cells.items() if tests[among](*pair)}
        return Fraction(sum(count for pair, count in counted.items() if tests[wanted](*pair)), sum(counted.values()))

    return share


_PRECISION, _RECALL = _share("right", "called positive"), _share("right", "positive")
_SPECIFICITY = _share("right", "negative")
MEASURES: Mapping[Measure, tuple[str, Callable[[ConfusionMatrix], Fraction]]] = {
    "accuracy": ("accuracy", _share("right")),
    "error_rate": ("error rate, the share of wrong predictions", _share("wrong")),
    "precision": ("precision", _PRECISION),
    "recall": ("recall (sensitivity)", _RECALL),
    "specificity": ("specificity (true negative rate)", _SPECIFICITY),
    "false_positive_rate": ("false positive rate", _share("wrong", "negative")),
    "balanced_accuracy": (
        "balanced accuracy, the mean of recall and specificity",
        lambda q: (_RECALL(q) + _SPECIFICITY(q)) / 2,
    ),
    "f1": ("F1 score", lambda q: harmonic_mean((_PRECISION(q), _RECALL(q)))),
}


class ConfusionMatrix(Question):
    """Measures of a binary classifier from its confusion matrix."""

    topic, level, title = "evaluation", 2, "Measures from a confusion matrix"
    attested_by = ("Computed",)
    symbols: ClassVar = {name: rf"\text{{{name.upper()}}}" for name in ("tp", "fn", "fp", "tn")}
    stem = r"""
A binary classifier is evaluated on {{ tp + fn + fp + tn }} test examples:
{% if rows == "actual" %}
| | Predicted positive | Predicted negative |
|:------------------|:------------:|:------------:|
| Actually positive | {{ tp }} | {{ fn }} |
| Actually negative | {{ fp }} | {{ tn }} |
{% else %}
| | Actually positive | Actually negative |
|:-------------------|:------------:|:------------:|
| Predicted positive | {{ tp }} | {{ fp }} |
| Predicted negative | {{ fn }} | {{ tn }} |
{% endif %}
"""
    tp: Examples
    """True positives: positive examples that are predicted positive."""
    fn: Examples
    """False negatives: positive examples that are predicted negative."""
    fp: Examples
    """False positives: negative examples that are predicted positive."""
    tn: Examples
    """True negatives: negative examples that are predicted negative."""
    rows: Literal["actual", "predicted"] = "actual"
    """What the rows of the table stand for."""
    measures: tuple[Measure, ...] = Field(default=("accuracy", "precision", "recall", "f1"), min_length=1)
    """Measures that are asked for, in order."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        tp, fn, fp = d.integer("tp", 24, 96), d.integer("fn", 11, 49), d.integer("fp", 11, 49)
        examples = d.choice("examples", (240, 260, 300, 320, 340, 360, 380, 400))
        return dict(
            tp=tp,
            fn=fn,
            fp=fp,
            tn=d.integer("tn", max(examples - tp - fn - fp, 1), 0),
            rows=d.choice("rows", ("actual", "actual", "predicted")),
        )

    @model_validator(mode="after")
    def _all_are_defined(self) -> Self:
        if len(set(self.measures)) < len(self.measures):
            raise ValueError(f"every measure can be asked for once; got {', '.join(self.measures)}")
        for measure in self.measures:
            try:
                MEASURES[measure][1](self)
            except ZeroDivisionError:
                raise ValueError(f"{measure} is not defined where its denominator is 0") from None
        return self

    def admissible(self) -> bool:
        return abs(self.fn - self.fp) >= 8 and self.tn > 100 and 28 <= self.derivation().effort <= 32

    @property
    def asks(self) -> Mapping[str, Ask]:
        asks: dict[str, Ask] = {}
        for measure in self.measures:
            of, follows = Computed(MEASURES[measure][1]), tuple[str, ...]()
            if measure == "f1" and {"precision", "recall"} <= asks.keys():
                follows = ("precision", "recall")
                of = Computed(lambda q, answers: harmonic_mean((answers["precision"], answers["recall"])))
            asks[measure] = Ask(f"Compute the {MEASURES[measure][0]}.", Real(decimals=3), of=of, follows=follows)
        return asks

    @misconception(
        "You swapped precision and recall. Precision is TP / (TP + FP), the share of the predicted positives that are positive; "
        "recall is TP / (TP + FN), the share of the positives that are found."
    )
    def precision_for_recall(self) -> Self | None:
        return self.but(fn=self.fp, fp=self.fn) if {"precision", "recall"} & set(self.measures) else None

    @misconception("You used the arithmetic mean. The F1 score is the harmonic mean of precision and recall.")
    def arithmetic_mean(self) -> dict[str, Fraction] | None:
        return {"f1": (_PRECISION(self) + _RECALL(self)) / 2} if "f1" in self.measures else None

    @misconception("You counted the true positives only. True negatives are correct predictions as well.")
    def negatives_left_out(self) -> dict[str, Fraction] | None:
        found = Fraction(self.tp, self.tp + self.fn + self.fp + self.tn)
        return {"accuracy": found} if "accuracy" in self.measures else None

    @misconception("You treated the negative class as positive. Precision and recall are those of the positive class.")
    def classes_exchanged(self) -> Self | None:
        return self.but(tp=self.tn, tn=self.tp, fn=self.fp, fp=self.fn)
