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
    if not q.epsilon:
        root = show(r"Compute $\sqrt{v_t}$.", sqrt(v))
    else:
        root = show("Compute the denominator.", sqrt(v + q.epsilon) if q.epsilon_inside else sqrt(v) + q.epsilon)
    show.answer(
        "w_new",
        "Subtract the learning rate times the gradient, divided by this value.",
        q.w - q.learning_rate * q.gradient / root,
    )
    show.answer(
        "rate", "The gradient is multiplied by the learning rate divided by the same value.", q.learning_rate / root
    )
