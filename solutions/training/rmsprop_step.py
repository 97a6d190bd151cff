"""Update the average or the sum of the squared gradients, then step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import sqrt

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.rmsprop_step import RmspropStep


def solve(q: RmspropStep, show: Show) -> None:
    if q.rule == "rmsprop":
        v = q.rho * q.v + (1 - q.rho) * q.gradient**2
        v = show.answer("v_new", "Update the moving average of the squared gradients.", v, symbol="v_t")
    else:
        v = show.answer(
            "v_new", "Add the squared gradient to the sum of the previous ones.", q.v + q.gradient**2, symbol="v_t"
        )
    divisor = r"\sqrt{v_t + \varepsilon}" if q.epsilon_inside else r"(\sqrt{v_t} + \varepsilon)"
    if not q.epsilon:
        divisor = r"\sqrt{v_t}"
        root = show(r"Compute $\sqrt{v_t}$.", sqrt(v))
    else:
        root = show("Compute the denominator.", sqrt(v + q.epsilon) if q.epsilon_inside else sqrt(v) + q.epsilon)
    show.answer(
        "w_new",
        rf"Subtract $\eta g_t / {divisor}$ from the weight.",
        q.w - q.learning_rate * q.gradient / root,
    )
    show.answer("rate", rf"Effective learning rate: $\alpha = \eta / {divisor}$.", q.learning_rate / root)
