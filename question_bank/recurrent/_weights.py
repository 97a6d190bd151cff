"""The weights of a recurrent layer, set by set."""

from collections.abc import Sequence
from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, LayerType, Network, Question
from examgen.authoring import layers, misconception, observable

SETS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
"""Sets of weights of each kind of layer: one per gate and one for the candidate."""
LAYER_ON_SEQUENCE = r"""
The input of the layer `{{ network.code("h") }}` is a sequence of {{ steps }} time steps with {{ features }} features each.
"""
"""The statement."""
OF_SIMPLE = Ask(
    "How many parameters would a `SimpleRNN` with the same number of units and {{ 'one bias per unit' if use_bias else 'no biases' }} "
    "have?",
    Integer(),
    of=observable.parameters("simple"),
)
"""The ask for the layer that a gated one is compared with."""


class OneLayer(Question):
    """A recurrent layer on a sequence."""

    steps: int = Field(ge=1, le=100_000, description="Number of time steps; they do not affect the answer.")
    features: int = Field(ge=1, le=100_000, description="Number of features per time step.")
    units: int = Field(ge=1, le=20_000, description="Number of units in the layer.")
    use_bias: bool = Field(True, description="Whether the layer has biases.")

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3


def drawn(d: Draw, biased: Sequence[bool] = (True,)) -> dict[str, Any]:
    """A layer and its sequence."""
    return d.choices(
        steps=(10, 20, 28, 50, 100),
        features=(4, 8, 12, 16, 32, 64, 128),
        units=(8, 10, 16, 32, 64, 100, 128),
        use_bias=biased,
    )


def beside_simple(q: OneLayer, kind: LayerType) -> Network:
    """A gated layer ``h``, and beside it ``simple``, a SimpleRNN of the same size."""
    net = Network(x=Input(q.steps, q.features)).add("h", kind(q.units, use_bias=q.use_bias), "x")
    return net.add("simple", layers.SimpleRNN(q.units, use_bias=q.use_bias), "x")


@misconception("You left out the hidden-to-hidden weights, by which the previous state is multiplied.")
def no_recurrent_weights(q: Question) -> Network:
    """The network with dense layers of as many sets of weights."""
    net = q.network
    for node in net.nodes:
        name, kind, units = node.outputs[0], node.layer.type.name, node.layer.options.get("units")
        if kind in SETS and isinstance(units, int):
            net = net.swap(name, layers.Dense).but(name, units=SETS[kind] * units)
    return net
