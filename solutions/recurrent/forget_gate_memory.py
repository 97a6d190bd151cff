"""The forget gate's value, to the power of the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import ln

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.recurrent.forget_gate_memory import ForgetGateMemory


def solve(q: ForgetGateMemory, show: Show) -> None:
    show.say("With nothing written, each step multiplies the cell state by $f$.")
    show.answer("c", "This is done at every step.", q.c0 * q.f**q.steps)
    show.answer("slope", "The cell state is a multiple of what it was at first.", q.f**q.steps)
    share = show("The bound as a part of 1:", q.percent / 100)
    steps = ln(share) // ln(q.f) + 1
    show.answer(
        "forgotten", "The logarithm falls by the same amount at every step; the next step is below the bound.", steps
    )
