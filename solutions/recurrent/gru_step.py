"""Two gates; the candidate sees as much of the old state as one lets through, and the other mixes old and new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, each, sigmoid, tanh, times
from examgen.solutions.recurrent._gated import part, read_out, weighed
from examgen.solutions.recurrent._unrolled import Row, added, answer, in_order

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.gru_step import GruStep

Z, R, CANDIDATE = range(3)


def solve(q: GruStep, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(in_order(q), start=1):
        stays = "is replaced" if q.update_gate_writes else "stays"
        z = answer(
            show, f"z{t}", f"The update gate says how much of the old state {stays}.", each(sigmoid, gate(q, Z, x, h))
        )
        r = answer(
            show, f"r{t}", "The reset gate says how much of it the candidate sees.", each(sigmoid, gate(q, R, x, h))
        )
        new = answer(show, f"candidate{t}", "The candidate is squashed.", each(tanh, candidate(q, show, r, x, h)))
        mixed = each(written if q.update_gate_writes else kept, z, h, new)
        h = answer(show, f"h{t}", "What stays of the old state, and for the rest the candidate.", mixed)
        read_out(q, show, t, h)


def kept(z: Scalar, old: Scalar, new: Scalar) -> Scalar:
    """Old and new mixed by a gate that says how much of the old stays."""
    return z * old + (1 - z) * new


def written(z: Scalar, old: Scalar, new: Scalar) -> Scalar:
    """Old and new mixed by a gate that says how much of the new is written."""
    return (1 - z) * old + z * new


def gate(q: GruStep, place: int, x: Row, h: Row) -> Row:
    """What goes into a gate: both biases where there are two."""
    z = weighed(q, place, x, h)
    if q.recurrent_bias is None:
        return z
    return added(z, part(q.recurrent_bias, place, len(q.h0)))


def candidate(q: GruStep, show: Show, r: Row, x: Row, h: Row) -> Row:
    """What goes into the candidate."""
    units = len(q.h0)
    if q.recurrent_bias is None:
        seen = show("The reset gate lets a part of the state through.", each(lambda r, h: r * h, r, h))
        return weighed(q, CANDIDATE, x, seen)
    recurrent = tuple(part(row, CANDIDATE, units) for row in q.recurrent_kernel)
    biased = added(times(h, recurrent), part(q.recurrent_bias, CANDIDATE, units))
    seen = show(
        "The state is weighed, then the reset gate lets a part of it through.", each(lambda r, s: r * s, r, biased)
    )
    kernel = tuple(part(row, CANDIDATE, units) for row in q.kernel)
    return added(added(times(x, kernel), part(q.bias, CANDIDATE, units)), seen)
