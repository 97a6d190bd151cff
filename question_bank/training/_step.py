"""What a step of plain gradient descent has in common, whatever takes it: its rule, and how it goes wrong."""

from __future__ import annotations

from typing import ClassVar

from examgen.authoring import Field, Network, Question, misconception, ops


class DescentStep(Question):
    """A question of which ``updated`` is what a step makes of weights."""

    symbols: ClassVar = {"learning_rate": r"\eta"}

    learning_rate: float = Field(gt=0)

    def stepped(self, net: Network, old: str, slopes: str) -> Network:
        """The network with the step."""
        net = net.with_arrays(rate=self.learning_rate).add("step", ops.multiply(), "rate", slopes)
        return net.add("updated", ops.subtract(), old, "step")

    @misconception("The step went uphill. The gradient points to where the loss grows, so it is subtracted.")
    def uphill(self) -> Network:
        return self.network.swap("updated", ops.add)

    @misconception("The learning rate is missing: the gradient is multiplied by it before it is subtracted.")
    def rate_left_out(self) -> Network:
        return self.network.with_arrays(rate=1)
