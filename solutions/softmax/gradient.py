"""p − y for the logits; input times this gradient for the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.gradient import Gradient


def solve(q: Gradient, show: Show) -> None:
    dz = tuple(p - int(k == q.target) for k, p in enumerate(q.p))
    dz = show.answer("dz", r"For softmax with cross-entropy, $\partial L / \partial z = p - y$.", dz)
    dw = tuple(tuple(x * slope for slope in dz) for x in q.x)
    show.answer(
        "dw",
        r"$\partial L / \partial W = x^\top \, \partial L / \partial z$: multiply each input by each entry of "
        r"$\partial L / \partial z$.",
        dw,
    )
