"""The states first, then the dense layer on each of them."""

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
        z = show(r"Step {t}: pre-activation $z_t = x_t W_x + h_{{t-1}} W_h + b$.", added_up(q, x, h), t=t)
        h = show(SQUASHED[q.activation], squashed(q, z))
        states.append(h)
    rows = show.answer("h", "The states, row by row.", tuple(states))
    outputs = tuple(added(times(row, q.V), q.c) for row in rows)
    show.answer("y", "$y_t = h_t V + c$ for every state.", outputs)
