"""Step by step: the pre-activation, then the activation function."""

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
            z = show("Step {t}: pre-activation $w_x x_t + w_h h_{{t-1}} + b$.", z, t=t)
            h = show.answer(f"h{t}", r"$h_t = \max(0, z_t)$.", relu(z), symbol=f"h_{t}")
        else:
            h = show.answer(f"h{t}", "Step {t}: $w_x x_t + w_h h_{{t-1}} + b$.", z, symbol=f"h_{t}", t=t)
