"""Two gates, then the candidate and the new state."""

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
        z = answer(show, f"z{t}", r"$z_t$: the update gate.", each(sigmoid, gate(q, Z, x, h)))
        r = answer(show, f"r{t}", r"$r_t$: the reset gate.", each(sigmoid, gate(q, R, x, h)))
        new = answer(show, f"candidate{t}", r"The candidate $\tilde h_t$.", each(tanh, candidate(q, show, r, x, h)))
        mixed = each(written if q.update_gate_writes else kept, z, h, new)
        h = answer(show, f"h{t}", "The new state: old state and candidate, weighted by the update gate.", mixed)
        read_out(q, show, t, h)


def kept(z: Scalar, old: Scalar, new: Scalar) -> Scalar:
    """Old and new state weighted by a gate that multiplies the old state."""
    return z * old + (1 - z) * new


def written(z: Scalar, old: Scalar, new: Scalar) -> Scalar:
    """Old and new state weighted by a gate that multiplies the candidate."""
    return (1 - z) * old + z * new


def gate(q: GruStep, place: int, x: Row, h: Row) -> Row:
    """The pre-activation of a gate."""
    z = weighed(q, place, x, h)
    if q.d is None:
        return z
    return added(z, part(q.d, place, len(q.h0)))


def candidate(q: GruStep, show: Show, r: Row, x: Row, h: Row) -> Row:
    """The pre-activation of the candidate."""
    units = len(q.h0)
    if q.d is None:
        seen = show(r"$r_t \odot h_{t-1}$.", each(lambda r, h: r * h, r, h))
        return weighed(q, CANDIDATE, x, seen)
    recurrent = tuple(part(row, CANDIDATE, units) for row in q.Wh)
    biased = added(times(h, recurrent), part(q.d, CANDIDATE, units))
    seen = show(r"$r_t \odot (h_{t-1} W_h^h + d^h)$.", each(lambda r, s: r * s, r, biased))
    kernel = tuple(part(row, CANDIDATE, units) for row in q.Wx)
    return added(added(times(x, kernel), part(q.b, CANDIDATE, units)), seen)
