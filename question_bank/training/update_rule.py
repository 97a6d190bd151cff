"""A weight of 0.8 has the gradient -1.5: where is it after a step of gradient descent with learning rate 0.1?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from pydantic import Field

from examgen import observable, ops, optimizers
from examgen.answers import Real
from examgen.arrays import Number
from examgen.draw import Draw, nonzero, steps
from examgen.network import Network
from examgen.question import Ask, Question, misconception


class UpdateRule(Question):
    """One weight, one step of plain gradient descent."""

    topic, level, title = "training", 1, "The update rule"
    symbols: ClassVar = {"gradient": "g", "learning_rate": r"\eta"}
    stem = r"""
A weight of a network has the value $w = {{ w | number }}$, and the derivative of the loss by it is
$\partial L / \partial w = {{ gradient | number }}$. It is trained by plain gradient descent with learning rate
$\eta = {{ learning_rate | number }}$.
"""
    w: Number
    gradient: Number
    learning_rate: float = Field(gt=0)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        return cls(
            w=d.number("w", nonzero(steps(-2, 2, 0.1))),
            gradient=d.number("gradient", nonzero(steps(-5, 5, 0.5))),
            learning_rate=d.choice("learning_rate", (0.01, 0.02, 0.05, 0.1, 0.2)),
        )

    def admissible(self) -> bool:
        return self.gradient not in (-1, 1, self.w)

    @property
    def asks(self) -> Mapping[str, Ask]:
        step = observable.after_step("w", "L", optimizers.SGD(self.learning_rate))
        return {"w_new": Ask("What is the weight after one step?", Real(decimals=3), of=step)}

    @property
    def network(self) -> Network:
        return Network(w=self.w, gradient=self.gradient).add("L", ops.multiply(), "w", "gradient")

    @misconception("The step went uphill. The gradient points to where the loss grows, so it is subtracted.")
    def uphill(self) -> Network:
        return self.network.having(gradient=-self.gradient)

    @misconception("The learning rate is missing: the gradient is multiplied by it before it is subtracted.")
    def rate_left_out(self) -> Network:
        return self.network.having(gradient=float(self.gradient) / self.learning_rate)

    @misconception("This is the step alone. The step is added to the old weight.")
    def step_alone(self) -> Network:
        return self.network.having(w=0)

    @misconception("The weight was multiplied by the learning rate. It is the gradient that is.")
    def weight_scaled(self) -> Network:
        return self.network.having(gradient=self.w)
