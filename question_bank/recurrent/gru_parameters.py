"""How many parameters does a GRU with 32 units and 10 input features have, with and without reset_after?"""

from examgen.authoring import Draw, Network, layers, misconception
from examgen.question_bank._counted import parameters_of
from examgen.question_bank.recurrent._weights import LAYER_ON_SEQUENCE, OF_SIMPLE, OneLayer
from examgen.question_bank.recurrent._weights import beside_simple, drawn, no_recurrent_weights


class GruParameters(OneLayer):
    """Parameters of a GRU with two biases, the default of Keras, and with one."""

    topic, level, title = "recurrent", 2, "Parameters of a GRU"
    stem = (
        LAYER_ON_SEQUENCE
        + r"""
By default (`reset_after=True`), Keras adds one bias to $x_t W_x$ and a second one to $h_{t-1} W_h$. With `reset_after=False`, there is
only one bias, as in most textbooks.
"""
    )
    misconceptions = (no_recurrent_weights,)
    simple = OF_SIMPLE
    count = parameters_of(
        "the `GRU`",
        "h",
        when=" by default",
        follows="simple",
        continues=lambda q, answers: 3 * (answers["simple"] + q.units * q.use_bias),
    )
    classic = parameters_of(
        "the `GRU`",
        "classic",
        when=" with `reset_after=False`",
        follows="simple",
        continues=lambda q, answers: 3 * answers["simple"],
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d)

    @property
    def network(self) -> Network:
        classic = layers.GRU(self.units, reset_after=False, use_bias=self.use_bias)
        return beside_simple(self, layers.GRU).add("classic", classic, "x")

    @misconception("You counted four sets of weights. A GRU has three, for two gates and the candidate.")
    def as_many_as_an_lstm(self) -> Network:
        return self.network.swap("h", layers.LSTM).swap("classic", layers.LSTM)

    @misconception("You counted one bias. With `reset_after=True`, each gate and the candidate have two per unit.")
    def second_bias_forgotten(self) -> Network:
        return self.network.but("h", reset_after=False)

    @misconception("You counted two biases. With `reset_after=False`, each gate and the candidate have one per unit.")
    def second_bias_kept(self) -> Network:
        return self.network.but("classic", reset_after=True)

    @misconception("You counted only the two gates. The candidate has a set of weights as well.")
    def candidate_left_out(self) -> dict[str, int]:
        weights = self.units * (self.features + self.units)
        return {
            "count": 2 * (weights + 2 * self.units * self.use_bias),
            "classic": 2 * (weights + self.units * self.use_bias),
        }
