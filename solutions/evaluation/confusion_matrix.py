"""Each measure is a share of some of the four counts, or a mean of two of these shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.evaluation.confusion_matrix import ConfusionMatrix

SHARES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "accuracy": (
        "Accuracy: the share of correct predictions.",
        lambda q: (q.tp + q.tn) / (q.tp + q.fn + q.fp + q.tn),
    ),
    "error_rate": (
        "Error rate: the share of wrong predictions.",
        lambda q: (q.fp + q.fn) / (q.tp + q.fn + q.fp + q.tn),
    ),
    "precision": (
        "Precision: the share of the predicted positives that are positive.",
        lambda q: q.tp / (q.tp + q.fp),
    ),
    "recall": (
        "Recall: the share of the positives that are predicted positive.",
        lambda q: q.tp / (q.tp + q.fn),
    ),
    "specificity": (
        "Specificity: the share of the negatives that are predicted negative.",
        lambda q: q.tn / (q.tn + q.fp),
    ),
    "false_positive_rate": (
        "False positive rate: the share of the negatives that are predicted positive.",
        lambda q: q.fp / (q.tn + q.fp),
    ),
    "false_negative_rate": (
        "False negative rate: the share of the positives that are predicted negative.",
        lambda q: q.fn / (q.fn + q.tp),
    ),
    "negative_predictive_value": (
        "Negative predictive value: the share of the predicted negatives that are negative.",
        lambda q: q.tn / (q.tn + q.fn),
    ),
    "jaccard": (
        "Jaccard index: the true positives among all examples that are positive or predicted positive.",
        lambda q: q.tp / (q.tp + q.fn + q.fp),
    ),
}
MEANS: dict[str, tuple[str, tuple[str, str], Callable[[Any, Any, Any], Any]]] = {
    "balanced_accuracy": (
        "Balanced accuracy: the mean of recall and specificity.",
        ("recall", "specificity"),
        lambda q, recall, specificity: (recall + specificity) / 2,
    ),
    "f1": (
        "F1 score: $2PR / (P + R)$ with the precision $P$ and the recall $R$.",
        ("precision", "recall"),
        lambda q, precision, recall: 2 * precision * recall / (precision + recall),
    ),
    "f_beta": (
        r"$F_\beta$ score: $(1 + \beta^2) PR / (\beta^2 P + R)$ with the precision $P$ and the recall $R$.",
        ("precision", "recall"),
        lambda q, precision, recall: (1 + q.beta**2) * precision * recall / (q.beta**2 * precision + recall),
    ),
}


def solve(q: ConfusionMatrix, show: Show) -> None:
    found: dict[str, Any] = {}
    show.say(
        "True positives $\\text{TP} = {tp}$, false negatives $\\text{FN} = {fn}$, false positives $\\text{FP} = {fp}$, true negatives "
        "$\\text{TN} = {tn}$.",
        tp=q.tp,
        fn=q.fn,
        fp=q.fp,
        tn=q.tn,
    )
    for measure in q.measures:
        if measure in SHARES:
            why, share = SHARES[measure]
            found[measure] = show.answer(measure, why, share(q))
        else:
            why, parts, mean = MEANS[measure]
            for part in parts:
                if part not in found:
                    words, share = SHARES[part]
                    found[part] = show(words, share(q))
            show.answer(measure, why, mean(q, *(found[part] for part in parts)))
