"""TimeDistributed(Dense(5)) or Flatten and Dense(5) on an LSTM: what are the output shapes and the parameters?"""

from typing import Literal

from examgen.authoring import Ask, Count, Draw, Field, Input, Network, Question, Shape, layers, misconception
from examgen.question_bank._counted import parameters_of


class OutputHeads(Question):
    """A dense layer at every time step against a dense layer on all time steps: output shapes and parameters."""

    topic, level, title = "recurrent", 2, "One output per time step or per sequence"
    conventions = ("bias",)
    stem = r"""
The input of `{{ network.code("h") }}` is a sequence of {{ steps }} time steps with {{ features }} features each. The output of
this layer is the input of two networks:

- A: `{{ network.code("a") }}`
- B: `Flatten()`, then `{{ network.code("b") }}`
"""
    a = Ask("What is the output shape of network A, without the batch axis?", Shape(sequence=True))
    a_parameters = parameters_of("the dense layer of network A", "a")
    b = Ask("What is the output shape of network B, without the batch axis?", Shape(sequence=True))
    b_parameters = parameters_of("the dense layer of network B", "b")
    kind: Literal["SimpleRNN", "LSTM", "GRU"] = Field("LSTM", description="Kind of the recurrent layer.")
    steps: Count = Field(description="Number of time steps.")
    features: Count = Field(description="Number of features per time step.")
    units: Count = Field(description="Number of units in the recurrent layer.")
    classes: Count = Field(description="Number of units in each dense layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            kind=("SimpleRNN", "LSTM", "GRU"),
            steps=(12, 14, 24, 25, 28, 36),
            features=(3, 6, 8, 10, 12),
            units=(16, 24, 32, 48, 64),
            classes=(2, 3, 4, 5, 7),
        )

    def admissible(self) -> bool:
        apart = len({self.steps, self.features, self.units, self.classes}) == 4
        return apart and 14 <= self.derivation().effort <= 16

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.steps, self.features))
        net = net.add("h", layers.KINDS[self.kind](self.units, return_sequences=True))
        net = net.add("a", layers.TimeDistributed(layers.Dense(self.classes)), "h")
        return net.add("row", layers.Flatten(), "h").add("b", layers.Dense(self.classes))

    @misconception("You counted the weights of A once per time step. All time steps share the same dense layer.")
    def counted_per_step(self) -> dict[str, int]:
        return {"a_parameters": self.steps * (self.units + 1) * self.classes}

    @misconception("You left out the time axis. Network A has one output per time step.")
    def one_output(self) -> dict[str, tuple[int, ...]]:
        return {"a": (self.classes,)}

    @misconception(
        "You gave the output of B a time axis. `Flatten` joins all time steps into one vector, so there is one output per sequence."
    )
    def still_a_sequence(self) -> dict[str, tuple[int, ...]]:
        return {"b": (self.steps, self.classes)}

    @misconception(
        "You counted the weights of B for one time step only. Its dense layer has weights for every value of the flattened vector."
    )
    def last_state_read(self) -> dict[str, int]:
        return {"b_parameters": (self.units + 1) * self.classes}

    @misconception("You counted the biases of B once per time step. Its dense layer has one bias per unit.")
    def bias_per_step(self) -> dict[str, int]:
        return {"b_parameters": self.steps * (self.units + 1) * self.classes}
