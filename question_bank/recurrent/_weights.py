"""The weights of a recurrent layer, set by set."""

from __future__ import annotations

from examgen.authoring import Network, Question, layers, misconception

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
