"""Step by step: the pre-activation, then tanh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._unrolled import SQUASHED, added_up, answer, in_order, squashed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.unroll import Unroll


def solve(q: Unroll, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(in_order(q), start=1):
        z = show(r"Step {t}: pre-activation $z_t = x_t W_x + h_{{t-1}} W_h + b$.", added_up(q, x, h), t=t)
        h = answer(show, f"h{t}", SQUASHED[q.activation], squashed(q, z))
