"""Unroll the layer, then read out each of its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import times
from examgen.solutions.recurrent._unrolled import SQUASHED, added, added_up, in_order, squashed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.many_to_many import ManyToMany


def solve(q: ManyToMany, show: Show) -> None:
    h, states = q.h0, []
    for t, x in enumerate(in_order(q), start=1):
        z = show(f"Step {t}: the input, the memory and the bias add up.", added_up(q, x, h))
        h = show(SQUASHED[q.activation], squashed(q, z))
        states.append(h)
    rows = show.answer("h", "These are the states, row by row.", tuple(states))
    outputs = tuple(added(times(row, q.V), q.c) for row in rows)
    show.answer("y", "Every state is weighed by the same weights, and the bias is added.", outputs)
