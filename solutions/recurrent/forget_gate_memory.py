"""The forget gate's value, to the power of the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.forget_gate_memory import ForgetGateMemory


def solve(q: ForgetGateMemory, show: Show) -> None:
    show.say("With nothing written, each step multiplies the cell state by $f$.")
    c = show.answer("c", "This is done at every step.", q.c0 * q.f**q.steps)
    show.answer("slope", "The cell state is a multiple of $c_0$; the factor is the derivative.", c / q.c0)
    share = show("The bound as a part of the whole:", q.percent / 100)
    why = "The logarithm falls by the same amount at every step; when it has fallen far enough, the next step is below."
    show.answer("forgotten", why, ln(share) // ln(q.f) + 1)
