"""The weights of a recurrent layer, set by set."""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import Draw, Field, Network, Question, layers, misconception

SETS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
"""Sets of weights of each kind of layer: one per gate and one for the candidate."""


class RecurrentWeights(Question):
    """A question about the parameters or the operations of a recurrent layer."""

    @misconception("You left out the hidden-to-hidden weights, by which the previous state is multiplied.")
    def no_recurrent_weights(self) -> Network:
        net = self.network
        for node in net.nodes:
            name, kind, units = node.outputs[0], node.layer.type.name, node.layer.options.get("units")
            if kind in SETS and isinstance(units, int):
                net = net.swap(name, layers.Dense).but(name, units=SETS[kind] * units)
        return net


class OneLayer(RecurrentWeights):
    """A recurrent layer on a sequence, called ``h`` in the network."""

    biased: ClassVar[tuple[bool, ...]] = (True,)
    """Whether the layer has biases, to draw from."""
    stem = r"""
The input of the layer `{{ network.code("h") }}` is a sequence of {{ steps }} time steps with {{ features }} features each.
"""

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
            use_bias=d.choice("use_bias", cls.biased),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3
