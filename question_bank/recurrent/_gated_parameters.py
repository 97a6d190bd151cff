"""The parameters of a gated layer, LSTM or GRU."""

from __future__ import annotations

from typing import ClassVar

from examgen.authoring import Ask, Input, Integer, LayerType, Network, layers, observable
from examgen.question_bank.recurrent._weights import OneLayer


class GatedParameters(OneLayer):
    """The parameters of a gated layer, called ``h`` in the network, and of a SimpleRNN of the same size."""

    kind: ClassVar[LayerType]

    simple = Ask(
        "How many parameters would a `SimpleRNN` with the same number of units and {{ 'one bias per unit' if use_bias else 'no biases' }} "
        "have?",
        Integer(),
        of=observable.parameters("simple"),
    )

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.steps, self.features)).add("h", self.kind(self.units, use_bias=self.use_bias), "x")
        return net.add("simple", layers.SimpleRNN(self.units, use_bias=self.use_bias), "x")
