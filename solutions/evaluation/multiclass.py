"""The diagonal over everything; an entry of the diagonal over its column and over its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import mean, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.evaluation.multiclass import Multiclass


def solve(q: Multiclass, show: Show) -> None:
    actual: Any = q.confusion if q.rows == "actual" else tuple(zip(*q.confusion, strict=True))
    predicted = tuple(zip(*actual, strict=True))
    diagonal = total(row[k] for k, row in enumerate(actual))
    images = total(count for row in q.confusion for count in row)
    show.answer(
        "accuracy", "Accuracy: the share of images on the diagonal, which are classified correctly.", diagonal / images
    )
    k = int(q.target)
    hit = actual[k][k]
    show.answer(
        "precision",
        "Precision: of the images predicted as this class, the share that belongs to it.",
        hit / total(predicted[k]),
    )
    show.answer(
        "recall",
        "Recall: of the images of this class, the share that is predicted as this class.",
        hit / total(actual[k]),
    )
    if q.macro:
        precisions = tuple(predicted[i][i] / total(predicted[i]) for i in range(len(actual)))
        recalls = tuple(actual[i][i] / total(actual[i]) for i in range(len(actual)))
        precisions = show("Precision of every class.", precisions)
        show.answer("macro_precision", "Mean over the classes.", mean(precisions))
        recalls = show("Recall of every class.", recalls)
        show.answer("macro_recall", "Mean over the classes.", mean(recalls))
        scores = show(
            "F1 score of every class: $2PR / (P + R)$.",
            tuple(2 * p * r / (p + r) for p, r in zip(precisions, recalls, strict=True)),
        )
        show.answer("macro_f1", "Mean over the classes.", mean(scores))
