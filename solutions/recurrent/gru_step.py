"""Two gates, then the candidate and the new state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, each, sigmoid, tanh, times
from examgen.solutions.recurrent._gated import part, read_out, weighed
from examgen.solutions.recurrent._unrolled import Row, added, in_order, step
from examgen.solutions.steps import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.gru_step import GruStep

Z, R, CANDIDATE = range(3)


def solve(q: GruStep, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(in_order(q), start=1):
        now, second = step(q, t), q.d is not None
        z = answer(show, f"z{t}", gate_text("z", second), each(sigmoid, gate(q, Z, x, h)), **now)
        r = answer(show, f"r{t}", gate_text("r", second), each(sigmoid, gate(q, R, x, h)), **now)
        why = (
            r"$\tilde h_{{t}} = \tanh(x_{{place}} W_x^h + b^h + r_{{t}} \odot (h_{{before}} W_h^h + d^h))$."
            if second
            else r"$\tilde h_{{t}} = \tanh(x_{{place}} W_x^h + (r_{{t}} \odot h_{{before}}) W_h^h + b^h)$."
        )
        new = answer(show, f"candidate{t}", why, each(tanh, candidate(q, show, r, x, h, t)), **now)
        mixed = each(written if q.update_gate_writes else kept, z, h, new)
        why = (
            r"$h_{{t}} = (1 - z_{{t}}) \odot h_{{before}} + z_{{t}} \odot \tilde h_{{t}}$."
            if q.update_gate_writes
            else r"$h_{{t}} = z_{{t}} \odot h_{{before}} + (1 - z_{{t}}) \odot \tilde h_{{t}}$."
        )
        h = answer(show, f"h{t}", why, mixed, t=t, before=t - 1)
        read_out(q, show, t, h)


def gate_text(name: str, second: bool) -> str:
    """The formula of a gate, with its second bias where there is one."""
    other = f" + d^{name}" if second else ""
    return rf"${name}_{{{{t}}}} = \sigma(x_{{{{place}}}} W_x^{name} + h_{{{{before}}}} W_h^{name} + b^{name}{other})$."


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


def candidate(q: GruStep, show: Show, r: Row, x: Row, h: Row, t: int) -> Row:
    """The pre-activation of the candidate."""
    units = len(q.h0)
    if q.d is None:
        seen = show(r"Compute $r_{{t}} \odot h_{{before}}$.", each(lambda r, h: r * h, r, h), t=t, before=t - 1)
        return weighed(q, CANDIDATE, x, seen)
    recurrent = tuple(part(row, CANDIDATE, units) for row in q.Wh)
    biased = added(times(h, recurrent), part(q.d, CANDIDATE, units))
    why = r"Compute $r_{{t}} \odot (h_{{before}} W_h^h + d^h)$."
    seen = show(why, each(lambda r, s: r * s, r, biased), t=t, before=t - 1)
    kernel = tuple(part(row, CANDIDATE, units) for row in q.Wx)
    return added(added(times(x, kernel), part(q.b, CANDIDATE, units)), seen)
