"""Weigh the input, weigh the memory, add the bias, cut off what is negative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import relu

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.unroll_scalar import UnrollScalar


def solve(q: UnrollScalar, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(q.x, start=1):
        z = q.wx * x + q.wh * h + q.b
        if q.activation == "relu":
            z = show(f"Step {t}: the weighted input, the weighted memory and the bias add up.", z)
            h = show.answer(f"h{t}", "ReLU keeps what is positive.", relu(z), symbol=f"h_{t}")
        else:
            h = show.answer(f"h{t}", f"Step {t}: input, memory and bias add up.", z, symbol=f"h_{t}")
