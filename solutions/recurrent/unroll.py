"""Input and memory meet, the bias is added, tanh squashes the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._unrolled import SQUASHED, added_up, answer, in_order, squashed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.unroll import Unroll


def solve(q: Unroll, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(in_order(q), start=1):
        z = show(f"Step {t}: the input, the memory and the bias add up.", added_up(q, x, h))
        h = answer(show, f"h{t}", SQUASHED[q.activation], squashed(q, z))
