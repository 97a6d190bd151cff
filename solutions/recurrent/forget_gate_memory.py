"""A power of the forget gate; a logarithm for the number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.forget_gate_memory import ForgetGateMemory


def solve(q: ForgetGateMemory, show: Show) -> None:
    show.say("The candidate is 0, so every step multiplies the cell state by $f$.")
    c = show.answer("c", r"$c_t = f^t c_0$.", q.c0 * q.f**q.steps)
    show.answer("slope", r"$\partial c_t / \partial c_0 = f^t = c_t / c_0$.", c / q.c0)
    share = show("The percentage as a fraction.", q.percent / 100)
    why = r"Solve $f^t < \text{fraction}$: the smallest integer $t > \ln \text{fraction} / \ln f$."
    show.answer("forgotten", why, ln(share) // ln(q.f) + 1)
