"""One step of gradient descent, or of an optimizer that adapts the learning rate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Self

from examgen.authoring import Field, Network, Number, Question, misconception, model_validator, ops


class DescentStep(Question):
    """A question whose ask ``updated`` holds weights after one step."""

    symbols: ClassVar = {"learning_rate": r"\eta"}

    learning_rate: float = Field(gt=0)
    """Learning rate."""

    def stepped(self, net: Network, old: str, slopes: str) -> Network:
        """The network with the step."""
        net = net.with_arrays(rate=self.learning_rate).add("step", ops.multiply(), "rate", slopes)
        return net.add("updated", ops.subtract(), old, "step")

    @misconception("You added the gradient. It points towards larger losses, so gradient descent subtracts it.")
    def uphill(self) -> Network:
        return self.network.swap("updated", ops.add)

    @misconception("You left out the learning rate. The gradient is multiplied by it before it is subtracted.")
    def rate_left_out(self) -> Network:
        return self.network.with_arrays(rate=1)


class AdaptiveStep(Question):
    """A step of an optimizer that divides by the root of ``v``, which is made of squared gradients."""

    symbols: ClassVar = {
        "learning_rate": r"\eta", "epsilon": r"\varepsilon", "gradient": "g_t", "v": "v_{t-1}", "w": "w_{t-1}",
    }  # fmt: skip

    w: Number
    """Weight before the step."""
    gradient: Number
    """Derivative of the loss with respect to the weight."""
    v: Number = 0
    """What is known of the squared gradients before the step."""
    learning_rate: float = Field(default=0.001, gt=0)
    """Learning rate."""

    @model_validator(mode="after")
    def _denominator_is_positive(self) -> Self:
        if self.v < 0:
            raise ValueError(f"v is made of squares and must not be negative, got {self.v}")
        if self.v == 0 == self.gradient:
            raise ValueError("with v = 0 and the gradient 0 the denominator is 0")
        return self


def first_step(formulas: Mapping[str, str], **start: str) -> dict[str, str]:
    """The formulas of a step as Keras's optimizers take their first one: from these values, and with ``_first`` in every name."""
    names = {name: f"{name}_first" for name in formulas} | start
    return {names[name]: re.sub(r"\w+", lambda m: names.get(m[0], m[0]), each) for name, each in formulas.items()}
