"""Forward to the loss, then back: every step hands its slope to the step before, and adds its part to each weight's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, relu, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bptt import Bptt


def solve(q: Bptt, show: Show) -> None:
    states: list[Scalar] = [q.h0]
    for t, x in enumerate(q.x, start=1):
        z = q.wx * x + q.wh * states[-1] + q.b
        if q.activation == "relu":
            z = relu(show(f"Step {t}: the weighted input, the weighted memory and the bias add up.", z))
        states.append(show.answer(f"h{t}", f"The state after step {t}.", z, symbol=f"h_{t}"))

    slope = show("The slope of the loss by the last state.", states[-1] - q.y)
    slopes: list[Scalar] = []
    for t in range(len(q.x), 0, -1):
        if q.activation == "relu" and states[t] <= 0:
            slope = show(f"ReLU was off at step {t}: nothing goes through it.", 0 * slope)
        slopes.insert(0, slope)
        if t > 1:
            slope = show(f"Through $w_h$ it goes back to $h_{t - 1}$.", slope * q.wh)

    by_wx = total(s * x for s, x in zip(slopes, q.x, strict=True))
    show.answer("dwx", "At every step the slope meets the input of that step; all steps add up.", by_wx)
    by_wh = total(s * h for s, h in zip(slopes, states[:-1], strict=True))
    show.answer("dwh", "At every step the slope meets the state before that step; all steps add up.", by_wh)
