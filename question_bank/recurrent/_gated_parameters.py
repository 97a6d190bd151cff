"""What counting the parameters of a gated layer has in common, LSTM or GRU."""

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
    Question,
    layers,
    misconception,
    observable,
)


class GatedParameters(Question):
    """The parameters of one gated layer, in the network called ``h``; beside it stands a SimpleRNN of the same size."""

    kind: ClassVar[LayerType]

    stem = r"""
The layer `{{ network.code("h") }}` reads sequences of {{ steps }} steps; each step is a vector of {{ features }} numbers.
"""
    simple = Ask(
        "How many parameters would a `SimpleRNN` with as many units have?",
        Integer(),
        of=observable.parameters("simple"),
    )

    steps: int = Field(ge=1, le=100_000)
    features: int = Field(ge=1, le=100_000)
    units: int = Field(ge=1, le=20_000)
    use_bias: bool = True

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            steps=d.integer("steps", 5, 100),
            features=d.integer("features", 2, 64),
            units=d.integer("units", 2, 64),
            use_bias=d.choice("use_bias", (True,)),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.steps, self.features)).add("h", self.kind(self.units, use_bias=self.use_bias), "x")
        return net.add("simple", layers.SimpleRNN(self.units, use_bias=self.use_bias), "x")

    @misconception("The recurrent weights are missing: every gate also reads the state of every unit.")
    def no_recurrent_weights(self) -> Network:
        net = self.network
        for node in net.nodes:
            name, sets = node.outputs[0], {"LSTM": 4, "GRU": 3}.get(node.layer.type.name, 1)
            net = net.swap(name, layers.Dense).but(name, units=sets * self.units)
        return net
