"""How many parameters does a SimpleRNN with 32 units and 10 input features have?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, layers, misconception, observable
from examgen.question_bank.recurrent._weights import RecurrentWeights


class ParameterCount(RecurrentWeights):
    """Parameters of a simple recurrent layer; the sequence length does not matter."""

    topic, level, title = "recurrent", 1, "Parameters of a recurrent layer"
    stem = r"""
The input of the layer `{{ network.code("h") }}` is a sequence of {{ steps }} time steps with {{ features }} features each.
"""
    parameters_ = Ask("How many parameters does the layer have?", Integer(), of=observable.parameters("h"))

    steps: int = Field(ge=1, le=100_000)
    """Number of time steps; they do not affect the answer."""
    features: int = Field(ge=1, le=100_000)
    """Number of features per time step."""
    units: int = Field(ge=1, le=20_000)
    """Number of units in the layer."""
    use_bias: bool = True
    """Whether the layer has biases."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            steps=d.choice("steps", (10, 20, 28, 50, 100)),
            features=d.choice("features", (4, 8, 12, 16, 32, 64, 128)),
            units=d.choice("units", (8, 10, 16, 32, 64, 100, 128)),
            use_bias=d.choice("use_bias", (True, True, True, False)),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3

    @property
    def network(self) -> Network:
        layer = layers.SimpleRNN(self.units, use_bias=self.use_bias)
        return Network(x=Input(self.steps, self.features)).add("h", layer)

    @misconception("You counted the parameters once per time step. All time steps share the same weights.")
    def times_the_steps(self) -> dict[str, int]:
        own = self.units * (self.features + self.units + self.use_bias)
        return {"parameters_": own * self.steps}
