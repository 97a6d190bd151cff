"""One step of gradient descent, or of an optimizer that adapts the learning rate."""

import re
from collections.abc import Mapping

from examgen.authoring import Field, Network, Number, Question, misconception, ops


class DescentStep(Question):
    """One step of gradient descent."""

    symbols = {"learning_rate": r"\eta"}

    learning_rate: float = Field(gt=0, description="Learning rate.")


def stepped(net: Network, old: str, slopes: str, rate: float) -> Network:
    """The network with one step of gradient descent; ``updated`` holds the new weights."""
    net = net.with_arrays(rate=rate).add("step", ops.multiply(), "rate", slopes)
    return net.add("updated", ops.subtract(), old, "step")


@misconception("You added the gradient. It points towards larger losses, so gradient descent subtracts it.")
def uphill(q: Question) -> Network:
    """The network with the step added."""
    return q.network.swap("updated", ops.add)


@misconception("You left out the learning rate. The gradient is multiplied by it before it is subtracted.")
def rate_left_out(q: Question) -> Network:
    """The network with learning rate 1."""
    return q.network.with_arrays(rate=1)


class AdaptiveStep(Question):
    """A step of an optimizer that divides by the root of ``v``, which is made of squared gradients."""

    symbols = {
        "learning_rate": r"\eta", "epsilon": r"\varepsilon", "gradient": "g_t", "v": "v_{t-1}", "w": "w_{t-1}",
    }  # fmt: skip

    w: Number = Field(description="Weight before the step.")
    gradient: Number = Field(description="Derivative of the loss with respect to the weight.")
    v: Number = Field(0, description="What is known of the squared gradients before the step.")
    learning_rate: float = Field(0.001, gt=0, description="Learning rate.")

    def check(self) -> None:
        if self.v < 0:
            raise ValueError(f"v is made of squares and must not be negative, got {self.v}")
        if self.v == 0 == self.gradient and not getattr(self, "epsilon", 0):
            raise ValueError("with v = 0, the gradient 0 and no epsilon the denominator is 0")


def first_step(formulas: Mapping[str, str], **start: str) -> dict[str, str]:
    """The formulas of a step as Keras's optimizers take their first one: from these values, and with ``_first`` in every name."""
    names = {name: f"{name}_first" for name in formulas} | start
    return {names[name]: re.sub(r"\w+", lambda m: names.get(m[0], m[0]), each) for name, each in formulas.items()}
