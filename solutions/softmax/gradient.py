"""Probabilities less the truth; every weight's gradient is its input times that of its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.gradient import Gradient


def solve(q: Gradient, show: Show) -> None:
    dz = tuple(p - 1 if k == q.target else p for k, p in enumerate(q.p))
    dz = show.answer("dz", "Softmax and cross-entropy together leave $p - y$: the true class loses 1.", dz)
    dw = tuple(tuple(x * slope for slope in dz) for x in q.x)
    show.answer("dw", r"A weight's gradient is its input times its score's: $x^\top \partial L / \partial z$.", dw)
