"""Two matrix products, the sum with the input, then ReLU."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu, times

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.residual_block import ResidualBlock


def solve(q: ResidualBlock, show: Show) -> None:
    z = show("Multiply $x$ by $W_1$.", times(q.x, q.W1))
    h = show.answer("h", r"Apply ReLU: $\max(0, z)$ for every entry $z$.", each(relu, z))
    f = show.answer("f", "Multiply the result by $W_2$.", times(h, q.W2))
    total = show("Add $x$ and $F(x)$.", each(lambda a, b: a + b, q.x, f))
    show.answer("y", r"Apply ReLU: $\max(0, z)$ for every entry $z$.", each(relu, total))
