"""Predict, take the derivative of the squared error, step against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.dense_step import DenseStep


def solve(q: DenseStep, show: Show) -> None:
    prediction = show.answer("prediction", "The weighted inputs and the bias add up.", dot(q.w, q.x) + q.b)
    slope = show(r"The derivative by the prediction is $2 (\hat y - y)$.", 2 * (prediction - q.y))
    slopes = tuple(slope * x for x in q.x)
    why = "Each weight's derivative is this times its input; that of the bias is this itself."
    slopes = show.answer("slopes", why, (*slopes, slope))
    old = (*q.w, q.b)
    updated = tuple(weight - q.learning_rate * g for weight, g in zip(old, slopes, strict=True))
    show.answer("updated", "The learning rate times each derivative is subtracted.", updated)
