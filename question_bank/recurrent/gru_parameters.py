"""How many parameters has a GRU of 32 units that reads vectors of length 10, and how many without reset_after?"""

from __future__ import annotations

from examgen.authoring import Ask, Integer, Network, layers, misconception, observable
from examgen.question_bank.recurrent._gated_parameters import GatedParameters


class GruParameters(GatedParameters):
    """Parameters of a GRU with two biases, which is Keras's default, and with one."""

    topic, level, title = "recurrent", 2, "Parameters of a GRU"
    kind = layers.GRU
    stem = (
        GatedParameters.stem
        + r"""
By default, with `reset_after=True`, Keras adds a bias to the weighted input and another one to the weighted state. With
`reset_after=False` there is a single bias, as in most textbooks.
"""
    )
    count = Ask(
        "How many parameters has the `GRU` by default?",
        Integer(),
        of=observable.parameters("h"),
        follows="simple",
        continues=lambda q, answers: 3 * (answers["simple"] + q.units * q.use_bias),
    )
    classic = Ask(
        "How many with `reset_after=False`?",
        Integer(),
        of=observable.parameters("classic"),
        follows="simple",
        continues=lambda q, answers: 3 * answers["simple"],
    )

    @property
    def network(self) -> Network:
        classic = layers.GRU(self.units, reset_after=False, use_bias=self.use_bias)
        return super().network.add("classic", classic, "x")

    @misconception(
        "Four sets of weights were counted, as for an LSTM. A GRU has two gates and a candidate, which makes three."
    )
    def as_many_as_an_lstm(self) -> Network:
        return self.network.swap("h", layers.LSTM).swap("classic", layers.LSTM)

    @misconception(
        "One bias was counted. With `reset_after=True` every unit has two for each gate and for the candidate."
    )
    def second_bias_forgotten(self) -> Network:
        return self.network.but("h", reset_after=False)

    @misconception(
        "Two biases were counted. With `reset_after=False` the weighted input and the weighted state share one."
    )
    def second_bias_kept(self) -> Network:
        return self.network.but("classic", reset_after=True)

    @misconception(
        "The candidate's weights are missing: there is one set for each of the two gates and one for the candidate."
    )
    def candidate_left_out(self) -> dict[str, int]:
        weights = self.units * (self.features + self.units)
        return {
            "count": 2 * (weights + 2 * self.units * self.use_bias),
            "classic": 2 * (weights + self.units * self.use_bias),
        }
