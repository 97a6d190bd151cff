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
            z = show("Time step {t}: $z_{{t}} = w_x x_{{t}} + w_h h_{{before}} + b$.", z, t=t, before=t - 1)
            h = show.answer(f"h{t}", r"$h_{{t}} = \max(0, z_{{t}})$.", relu(z), symbol=f"h_{t}", t=t)
        else:
            why = "Time step {t}: $h_{{t}} = w_x x_{{t}} + w_h h_{{before}} + b$."
            h = show.answer(f"h{t}", why, z, symbol=f"h_{t}", t=t, before=t - 1)
