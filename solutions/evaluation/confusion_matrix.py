"""Each measure is a share of some of the four counts; F1 is the harmonic mean of two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.evaluation.confusion_matrix import ConfusionMatrix


def solve(q: ConfusionMatrix, show: Show) -> None:
    everything: Any = q.tp + q.fn + q.fp + q.tn
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
        why, share = _SHARES[measure]
        if measure == "f1":
            why = "F1 score: $2PR / (P + R)$ with the precision $P$ and the recall $R$."
            precision, recall = (
                found[name] if name in found else show(*_written(name, q)) for name in ("precision", "recall")
            )
            value = 2 * precision * recall / (precision + recall)
        elif measure == "f_beta":
            why = r"$F_\beta$ score: $(1 + \beta^2) PR / (\beta^2 P + R)$ with the precision $P$ and the recall $R$."
            precision, recall = (show(*_written(name, q)) for name in ("precision", "recall"))
            value = (1 + q.beta**2) * precision * recall / (q.beta**2 * precision + recall)
        elif measure == "balanced_accuracy":
            recall, specificity = (show(*_written(name, q)) for name in ("recall", "specificity"))
            value = (recall + specificity) / 2
        else:
            value = share(q, everything)
        found[measure] = show.answer(measure, why, value)


def _written(name: str, q: ConfusionMatrix) -> tuple[str, Any]:
    why, share = _SHARES[name]
    return why, share(q, None)


_SHARES: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "accuracy": ("Accuracy: the share of correct predictions.", lambda q, all_: (q.tp + q.tn) / all_),
    "error_rate": ("Error rate: the share of wrong predictions.", lambda q, all_: (q.fp + q.fn) / all_),
    "precision": (
        "Precision: the share of the predicted positives that are positive.",
        lambda q, all_: q.tp / (q.tp + q.fp),
    ),
    "recall": (
        "Recall: the share of the positives that are predicted positive.",
        lambda q, all_: q.tp / (q.tp + q.fn),
    ),
    "specificity": (
        "Specificity: the share of the negatives that are predicted negative.",
        lambda q, all_: q.tn / (q.tn + q.fp),
    ),
    "false_positive_rate": (
        "False positive rate: the share of the negatives that are predicted positive.",
        lambda q, all_: q.fp / (q.tn + q.fp),
    ),
    "false_negative_rate": (
        "False negative rate: the share of the positives that are predicted negative.",
        lambda q, all_: q.fn / (q.fn + q.tp),
    ),
    "negative_predictive_value": (
        "Negative predictive value: the share of the predicted negatives that are negative.",
        lambda q, all_: q.tn / (q.tn + q.fn),
    ),
    "jaccard": (
        "Jaccard index: the true positives among all examples that are positive or predicted positive.",
        lambda q, all_: q.tp / (q.tp + q.fn + q.fp),
    ),
    "balanced_accuracy": ("Balanced accuracy: the mean of recall and specificity.", lambda q, all_: None),
    "f1": ("", lambda q, all_: None),
    "f_beta": ("", lambda q, all_: None),
}
