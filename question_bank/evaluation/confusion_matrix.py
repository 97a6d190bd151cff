"""84 true positives, 16 false negatives, 28 false positives, 272 true negatives: what are accuracy, precision, recall and F1?"""

from collections.abc import Callable
from fractions import Fraction
from operator import eq, ne
from statistics import harmonic_mean
from typing import Annotated, Literal

from examgen.authoring import Ask, Computed, Draw, Field, Grid, Question, Real, misconception
from examgen.question_bank.evaluation._measures import accuracy, f1, precision, recall, share

Examples = Annotated[int, Field(ge=0, le=1_000_000_000)]
Measure = Literal[
    "accuracy", "error_rate", "precision", "recall", "specificity", "false_positive_rate", "false_negative_rate",
    "negative_predictive_value", "balanced_accuracy", "f1", "f_beta", "jaccard",
]  # fmt: skip


MEASURES: dict[Measure, tuple[str, Callable[["ConfusionMatrix"], Fraction | float]]] = {
    "accuracy": ("accuracy", lambda q: accuracy(q.counts)),
    "error_rate": ("error rate, the share of wrong predictions", lambda q: share(q.counts, ne)),
    "precision": ("precision", lambda q: precision(q.counts, 0)),
    "recall": ("recall (sensitivity)", lambda q: recall(q.counts, 0)),
    "specificity": ("specificity (true negative rate)", lambda q: recall(q.counts, 1)),
    "false_positive_rate": ("false positive rate", lambda q: share(q.counts, ne, lambda true, _: true == 1)),
    "false_negative_rate": ("false negative rate", lambda q: share(q.counts, ne, lambda true, _: true == 0)),
    "negative_predictive_value": ("negative predictive value", lambda q: precision(q.counts, 1)),
    "balanced_accuracy": (
        "balanced accuracy, the mean of recall and specificity",
        lambda q: (recall(q.counts, 0) + recall(q.counts, 1)) / 2,
    ),
    "f1": ("F1 score", lambda q: f1(q.counts, 0)),
    "f_beta": (
        r"$F_\beta$ score with $\beta = {{ beta | number }}$",
        lambda q: (1 + q.beta**2) / (1 / precision(q.counts, 0) + q.beta**2 / recall(q.counts, 0)),
    ),
    "jaccard": (
        "Jaccard index (intersection over union) of the positive class",
        lambda q: share(q.counts, eq, lambda true, predicted: 0 in (true, predicted)),
    ),
}
_OF_POSITIVES: set[Measure] = {"accuracy", "error_rate", "precision", "recall", "f1", "f_beta", "jaccard"}
"""Measures in which precision and recall change places where the two kinds of errors do; they keep no other rate."""


class ConfusionMatrix(Question):
    """Measures of a binary classifier from its confusion matrix."""

    topic, level, title = "evaluation", 2, "Measures from a confusion matrix"
    symbols = {name: rf"\text{{{name.upper()}}}" for name in ("tp", "fn", "fp", "tn")}
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
    tp: Examples = Field(description="True positives: positive examples that are predicted positive.")
    fn: Examples = Field(description="False negatives: positive examples that are predicted negative.")
    fp: Examples = Field(description="False positives: negative examples that are predicted positive.")
    tn: Examples = Field(description="True negatives: negative examples that are predicted negative.")
    rows: Literal["actual", "predicted"] = Field("actual", description="Which classes the rows show.")
    measures: tuple[Measure, ...] = Field(
        ("accuracy", "precision", "recall", "f1"), min_length=1, description="Measures that are asked for, in order."
    )
    beta: float = Field(2, gt=0, description="Weight of the recall in the F-beta score.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        tp, fn, fp = d.integer("tp", 24, 96), d.integer("fn", 11, 49), d.integer("fp", 11, 49)
        examples = d.choice("examples", (240, 260, 300, 320, 340, 360, 380, 400))
        return dict(
            tp=tp,
            fn=fn,
            fp=fp,
            tn=d.integer("tn", max(examples - tp - fn - fp, 1), 0),
            rows=d.choice("rows", ("actual", "actual", "predicted")),
        )

    def check(self) -> None:
        if len(set(self.measures)) < len(self.measures):
            raise ValueError(f"each measure can be asked for only once; got {', '.join(self.measures)}")
        for measure in self.measures:
            try:
                MEASURES[measure][1](self)
            except ZeroDivisionError:
                raise ValueError(f"{measure} is not defined if its denominator is 0") from None

    @property
    def counts(self) -> Grid:
        """The confusion matrix, with the positive class first."""
        return (self.tp, self.fn), (self.fp, self.tn)

    def admissible(self) -> bool:
        return abs(self.fn - self.fp) >= 8 and self.tn > 100 and 28 <= self.derivation().effort <= 32

    @property
    def asks(self) -> dict[str, Ask]:
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
    def precision_for_recall(self) -> Question | dict[str, Fraction | float] | None:
        swapped = self.but(fn=self.fp, fp=self.fn)
        if swapped is None or not {"precision", "recall"} & set(self.measures):
            return None
        if set(self.measures) <= _OF_POSITIVES:
            return swapped
        return {name: MEASURES[name][1](swapped) for name in self.measures if name in _OF_POSITIVES}

    @misconception(
        "You swapped specificity and negative predictive value. Specificity is TN / (TN + FP), the share of the negatives that are "
        "predicted negative; the negative predictive value is TN / (TN + FN), the share of the predicted negatives that are negative."
    )
    def specificity_for_predictive_value(self) -> dict[str, Fraction | float] | None:
        swapped = self.but(fn=self.fp, fp=self.fn)
        asked = [name for name in self.measures if name in ("specificity", "negative_predictive_value")]
        return {name: MEASURES[name][1](swapped) for name in asked} if swapped and asked else None

    @misconception("You used the arithmetic mean. The F1 score is the harmonic mean of precision and recall.")
    def arithmetic_mean(self) -> dict[str, Fraction] | None:
        return {"f1": (precision(self.counts, 0) + recall(self.counts, 0)) / 2} if "f1" in self.measures else None

    @misconception("You counted the true positives only. True negatives are correct predictions as well.")
    def negatives_left_out(self) -> dict[str, Fraction] | None:
        found = Fraction(self.tp, self.tp + self.fn + self.fp + self.tn)
        return {"accuracy": found} if "accuracy" in self.measures else None

    @misconception("You swapped the classes. TP and FN are actually positive, FP and TN actually negative.")
    def classes_exchanged(self) -> Question | None:
        return self.but(tp=self.tn, tn=self.tp, fn=self.fp, fp=self.fn)
