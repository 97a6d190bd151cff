"""The states first, then the dense layer on each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import times
from examgen.solutions.recurrent._unrolled import PRE_ACTIVATION, SQUASHED, added, added_up, in_order, squashed, step

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.many_to_many import ManyToMany


def solve(q: ManyToMany, show: Show) -> None:
    h, states = q.h0, []
    for t, x in enumerate(in_order(q), start=1):
        z = show(PRE_ACTIVATION, added_up(q, x, h), **step(q, t))
        h = show(SQUASHED[q.activation], squashed(q, z), t=t)
        states.append(h)
    rows = show.answer("h", "Write the states one below the other.", tuple(states))
    outputs = tuple(added(times(row, q.V), q.c) for row in rows)
    show.answer("y", "Apply $y_t = h_t V + c$ to every state.", outputs)
