"""How many parameters does an LSTM with 32 units and 10 input features have?"""

from examgen.authoring import Draw, Network, layers, misconception
from examgen.question_bank._counted import parameters_of
from examgen.question_bank.recurrent._weights import LAYER_ON_SEQUENCE, OF_SIMPLE, OneLayer
from examgen.question_bank.recurrent._weights import beside_simple, drawn, no_recurrent_weights


class LstmParameters(OneLayer):
    """Parameters of an LSTM and of a SimpleRNN of the same size."""

    topic, level, title = "recurrent", 2, "Parameters of an LSTM"
    stem = (
        LAYER_ON_SEQUENCE
        + "{% if use_bias %}As in Keras, every gate and the candidate have one bias per unit.{% endif %}"
    )
    misconceptions = (no_recurrent_weights,)
    simple = OF_SIMPLE
    count = parameters_of("the `LSTM`", "h", follows="simple", continues=lambda q, answers: 4 * answers["simple"])

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d)

    @property
    def network(self) -> Network:
        return beside_simple(self, layers.LSTM)

    @misconception("You counted three sets of weights. An LSTM has four, for three gates and the candidate.")
    def candidate_left_out(self) -> Network:
        return self.network.swap("h", layers.GRU).but("h", reset_after=False)

    @misconception("You counted two biases per unit and gate, as in PyTorch. Keras has one.")
    def double_bias(self) -> dict[str, int] | None:
        return {"count": 4 * self.units * (self.features + self.units + 2)} if self.use_bias else None

    @misconception("You counted the weights once per time step. All time steps share the same weights.")
    def times_the_steps(self) -> dict[str, int]:
        simple = self.units * (self.features + self.units + self.use_bias)
        return {"simple": simple * self.steps, "count": 4 * simple * self.steps}
