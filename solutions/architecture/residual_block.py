"""Two small products, then the input is added and what is negative cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu, times

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.residual_block import ResidualBlock


def solve(q: ResidualBlock, show: Show) -> None:
    z = show("The row times the first matrix.", times(q.x, q.W1))
    h = show.answer("h", "What is negative becomes 0.", each(relu, z))
    f = show.answer("f", "Times the second matrix.", times(h, q.W2))
    total = show("The skip connection adds the input.", each(lambda a, b: a + b, q.x, f))
    show.answer("y", "What is negative becomes 0.", each(relu, total))
