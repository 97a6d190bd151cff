"""A step against the gradient, as long as the learning rate says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.update_rule import UpdateRule


def solve(q: UpdateRule, show: Show) -> None:
    show.answer("w_new", "The learning rate times the gradient is subtracted.", q.w - q.learning_rate * q.gradient)
