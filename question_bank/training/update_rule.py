"""w = 0.8 and ∂L/∂w = -1.5: what is w after one step of gradient descent with learning rate 0.1?"""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Field,
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
    """One weight, one step of gradient descent."""

    topic, level, title = "training", 1, "The update rule"
    symbols: ClassVar = DescentStep.symbols | {"gradient": r"\frac{\partial L}{\partial w}", "weight_decay": r"\lambda"}
    stem = r"""
A weight has the value $w = {{ w | number }}$, and the derivative of the loss with respect to $w$ is
$\partial L / \partial w = {{ gradient | number }}$. The learning rate of gradient descent is $\eta = {{ learning_rate | number }}$.
{%- if weight_decay %} With weight decay, $\lambda w$ is added to the derivative, where $\lambda = {{ weight_decay | number }}$.{% endif %}
"""
    w_new = Ask("What is the value of the weight after one step?", Real(decimals=3), of=observable.value("updated"))

    w: Number
    """Weight before the step."""
    gradient: Number
    """Derivative of the loss with respect to the weight."""
    weight_decay: float = Field(default=0.0, ge=0)
    """Factor of weight decay, 0 for none."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            w=d.number("w", nonzero(steps(-2, 2, 0.1))),
            gradient=d.number("gradient", nonzero(steps(-5, 5, 0.5))),
            learning_rate=d.choice("learning_rate", (0.01, 0.02, 0.05, 0.1, 0.2)),
            weight_decay=d.choice("weight_decay", (0.0,)),
        )

    def admissible(self) -> bool:
        return self.gradient not in (-1, 1, self.w)

    @property
    def network(self) -> Network:
        net = Network(w=self.w, gradient=self.gradient).add("L", ops.multiply(), "w", "gradient")
        if not self.weight_decay:
            return self.stepped(net, "w", "gradient")
        net = net.with_arrays(decay=self.weight_decay).add("shrinks", ops.multiply(), "decay", "w")
        return self.stepped(net.add("whole", ops.add(), "gradient", "shrinks"), "w", "whole")

    @property
    def agreements(self) -> Agreements:
        return (
            ()
            if self.weight_decay
            else (("updated", observable.after_step("w", "L", optimizers.SGD(self.learning_rate))),)
        )

    @misconception("You gave only the change of the weight. Add it to the old weight.")
    def step_alone(self) -> Network:
        return self.network.with_arrays(w=0)

    @misconception("You multiplied the weight by the learning rate. The learning rate multiplies the gradient.")
    def weight_scaled(self) -> Network:
        return self.network.with_arrays(gradient=self.w)
