"""Prediction, derivative of the squared error, step in the opposite direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.dense_step import DenseStep


def solve(q: DenseStep, show: Show) -> None:
    prediction = show.answer("prediction", r"$\hat y = w \cdot x + b$.", dot(q.w, q.x) + q.b)
    slope = show(r"$\partial L / \partial \hat y = 2 (\hat y - y)$.", 2 * (prediction - q.y))
    slopes = tuple(slope * x for x in q.x)
    why = (
        r"$\partial L / \partial w_i = \partial L / \partial \hat y \cdot x_i$, and "
        r"$\partial L / \partial b = \partial L / \partial \hat y$."
    )
    slopes = show.answer("slopes", why, (*slopes, slope))
    old = (*q.w, q.b)
    updated = tuple(weight - q.learning_rate * g for weight, g in zip(old, slopes, strict=True))
    show.answer("updated", r"From each weight and from the bias, subtract $\eta$ times its derivative.", updated)
