"""Input and memory meet, the bias is added, tanh squashes the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import each, tanh, times

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.recurrent.unroll import Unroll


def solve(q: Unroll, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(q.x, start=1):
        met = each(lambda a, c, b: a + c + b, times(x, q.Wx), times(h, q.Wh), q.b)
        z = show(f"Step {t}: the input, the memory and the bias add up.", met)
        h = show.answer(f"h{t}", "Each sum is squashed by tanh.", each(tanh, z))
