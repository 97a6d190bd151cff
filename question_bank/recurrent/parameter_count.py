"""How many parameters has a SimpleRNN of 32 units that reads vectors of length 10?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class ParameterCount(Question):
    """Parameters of a simple recurrent layer: the sequence's length does not count."""

    topic, level, title = "recurrent", 1, "Parameters of a recurrent layer"
    stem = r"""
The layer `{{ network.code("h") }}` reads sequences of {{ steps }} steps; each step is a vector of {{ features }} numbers.
"""
    parameters_ = Ask("How many parameters has the layer?", Integer(), of=observable.parameters("h"))

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
            use_bias=d.choice("use_bias", (True, True, True, False)),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3

    @property
    def network(self) -> Network:
        layer = layers.SimpleRNN(self.units, use_bias=self.use_bias)
        return Network(x=Input(self.steps, self.features)).add("h", layer)

    @misconception("The parameters were counted once per step. All steps share the same weights.")
    def times_the_steps(self) -> dict[str, int]:
        own = self.units * (self.features + self.units + self.use_bias)
        return {"parameters_": own * self.steps}

    @misconception("The recurrent weights are missing: every unit also reads the state of every unit.")
    def no_recurrent_weights(self) -> Network:
        return self.network.swap("h", layers.Dense)
