"""Two matrix products, the sum with the input, then ReLU."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu, times

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.residual_block import ResidualBlock


def solve(q: ResidualBlock, show: Show) -> None:
    z = show("$x W_1$.", times(q.x, q.W1))
    h = show.answer("h", r"$\max(0, \cdot)$ for every entry.", each(relu, z))
    f = show.answer("f", "Multiply by $W_2$.", times(h, q.W2))
    total = show("$x + F(x)$.", each(lambda a, b: a + b, q.x, f))
    show.answer("y", r"$\max(0, \cdot)$ for every entry.", each(relu, total))
