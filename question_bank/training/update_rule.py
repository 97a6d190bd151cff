"""A weight of 0.8 has the gradient -1.5: where is it after a step of gradient descent with learning rate 0.1?"""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Network,
    Number,
    Real,
    misconception,
    nonzero,
    observable,
    ops,
    optimizers,
    steps,
)
from examgen.question_bank.training._step import DescentStep


class UpdateRule(DescentStep):
    """One weight, one step of plain gradient descent."""

    topic, level, title = "training", 1, "The update rule"
    symbols: ClassVar = DescentStep.symbols | {"gradient": "g"}
    stem = r"""
A weight of a network has the value $w = {{ w | number }}$, and the derivative of the loss by it is
$\partial L / \partial w = {{ gradient | number }}$. It is trained by plain gradient descent with learning rate
$\eta = {{ learning_rate | number }}$.
"""
    w_new = Ask("What is the weight after one step?", Real(decimals=3), of=observable.value("updated"))

    w: Number
    gradient: Number

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            w=d.number("w", nonzero(steps(-2, 2, 0.1))),
            gradient=d.number("gradient", nonzero(steps(-5, 5, 0.5))),
            learning_rate=d.choice("learning_rate", (0.01, 0.02, 0.05, 0.1, 0.2)),
        )

    def admissible(self) -> bool:
        return self.gradient not in (-1, 1, self.w)

    @property
    def network(self) -> Network:
        net = Network(w=self.w, gradient=self.gradient).add("L", ops.multiply(), "w", "gradient")
        return self.stepped(net, "w", "gradient")

    @property
    def agreements(self) -> Agreements:
        return (("updated", observable.after_step("w", "L", optimizers.SGD(self.learning_rate))),)

    @misconception("This is the step alone. The step is added to the old weight.")
    def step_alone(self) -> Network:
        return self.network.with_arrays(w=0)

    @misconception("The weight was multiplied by the learning rate. It is the gradient that is.")
    def weight_scaled(self) -> Network:
        return self.network.with_arrays(gradient=self.w)
