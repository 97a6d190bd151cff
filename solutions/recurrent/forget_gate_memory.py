"""A power of the forget gate; a logarithm for the number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.forget_gate_memory import ForgetGateMemory


def solve(q: ForgetGateMemory, show: Show) -> None:
    show.say("The candidate is 0, so each step multiplies the cell state by $f$.")
    c = show.answer("c", r"$c_t = f^t c_0$.", q.c0 * q.f**q.steps)
    show.answer("slope", r"$\partial c_t / \partial c_0 = f^t = c_t / c_0$.", c / q.c0)
    share = show("Write the percentage as a fraction.", unnamed(q.percent) / 100)
    why = (
        r"Solve $f^t < {share}$. Since $\ln f < 0$, this means $t > \ln({share}) / \ln f$; take the smallest such "
        r"integer."
    )
    show.answer("forgotten", why, ln(share) // ln(q.f) + 1, share=share)
