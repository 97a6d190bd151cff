"""Step by step: the pre-activation, then tanh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._unrolled import PRE_ACTIVATION, SQUASHED, added_up, in_order, squashed, step
from examgen.solutions.steps import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.unroll import Unroll


def solve(q: Unroll, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(in_order(q), start=1):
        z = show(PRE_ACTIVATION, added_up(q, x, h), **step(q, t))
        h = answer(show, f"h{t}", SQUASHED[q.activation], squashed(q, z), t=t)
