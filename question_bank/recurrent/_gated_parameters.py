"""The parameters of a gated layer, LSTM or GRU."""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    LayerType,
    Network,
    layers,
    observable,
)
from examgen.question_bank.recurrent._weights import RecurrentWeights


class GatedParameters(RecurrentWeights):
    """The parameters of a gated layer, called ``h`` in the network, and of a SimpleRNN of the same size."""

    kind: ClassVar[LayerType]

    stem = r"""
The input of the layer `{{ network.code("h") }}` is a sequence of {{ steps }} time steps with {{ features }} features each.
"""
    simple = Ask(
        "How many parameters would a `SimpleRNN` with the same number of units and {{ 'one bias per unit' if use_bias else 'no biases' }} "
        "have?",
        Integer(),
        of=observable.parameters("simple"),
    )

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
            use_bias=d.choice("use_bias", (True,)),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.steps, self.features)).add("h", self.kind(self.units, use_bias=self.use_bias), "x")
        return net.add("simple", layers.SimpleRNN(self.units, use_bias=self.use_bias), "x")
