"""How many parameters does a SimpleRNN with 32 units and 10 input features have?"""

from examgen.authoring import Ask, Draw, Input, Integer, Network, layers, misconception, observable
from examgen.question_bank.recurrent._weights import LAYER_ON_SEQUENCE, OneLayer, drawn, no_recurrent_weights


class ParameterCount(OneLayer):
    """Parameters of a simple recurrent layer; the sequence length does not matter."""

    topic, level, title = "recurrent", 1, "Parameters of a recurrent layer"
    stem = LAYER_ON_SEQUENCE
    misconceptions = (no_recurrent_weights,)
    parameters_ = Ask("How many parameters does the layer have?", Integer(), of=observable.parameters("h"))

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d, (True, True, True, False))

    @property
    def network(self) -> Network:
        layer = layers.SimpleRNN(self.units, use_bias=self.use_bias)
        return Network(x=Input(self.steps, self.features)).add("h", layer)

    @misconception("You counted the parameters once per time step. All time steps share the same weights.")
    def times_the_steps(self) -> dict[str, int]:
        own = self.units * (self.features + self.units + self.use_bias)
        return {"parameters_": own * self.steps}
