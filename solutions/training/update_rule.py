"""Subtract the learning rate times the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.update_rule import UpdateRule


def solve(q: UpdateRule, show: Show) -> None:
    if q.weight_decay:
        whole = show(r"Add $\lambda w$ to the derivative.", q.gradient + q.weight_decay * q.w)
        show.answer("w_new", r"Subtract the learning rate times this derivative.", q.w - q.learning_rate * whole)
        return
    show.answer(
        "w_new", r"The new weight is $w - \eta \, \partial L / \partial w$.", q.w - q.learning_rate * q.gradient
    )
