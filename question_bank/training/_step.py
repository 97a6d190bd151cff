"""A step of gradient descent: its rule, and the common mistakes."""

from __future__ import annotations

from typing import ClassVar

from examgen.authoring import Field, Network, Question, misconception, ops


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
