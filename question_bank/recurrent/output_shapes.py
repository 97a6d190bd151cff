"""LSTM(16, return_sequences=True), then GRU(8): what are their output shapes for 20 vectors of length 5?"""

from typing import get_args

from examgen.authoring import Ask, Count, Draw, Field, Input, Network, Question, Shape, layers, misconception
from examgen.question_bank.recurrent._stack import Recurrent
from examgen.question_bank.recurrent._weights import SETS


class OutputShapes(Question):
    """Output shapes of two recurrent layers and a dense layer."""

    topic, level, title = "recurrent", 2, "Output shapes of recurrent layers"
    stem = r"""
A model has the following layers:

```
{{ network.listing }}
```

Its input is a sequence of {{ steps }} time steps with {{ features }} features each. Give all shapes without the batch axis.
{%- if return_state %} With `return_state=True`, the second layer also returns its last hidden state
{%- if second == "LSTM" %} and its last cell state{% endif %}. The next layer receives only the output of the second layer.{% endif %}
"""
    steps: Count = Field(description="Number of time steps.")
    features: Count = Field(description="Number of features per time step.")
    first: Recurrent = Field(description="First layer: SimpleRNN, LSTM or GRU.")
    first_units: int = Field(ge=1, le=10_000, description="Number of units in the first layer.")
    second: Recurrent = Field(description="Second layer: SimpleRNN, LSTM or GRU.")
    second_units: int = Field(ge=1, le=10_000, description="Number of units in the second layer.")
    return_sequences: bool = Field(False, description="Whether the second layer outputs all states.")
    return_state: bool = Field(False, description="Whether the second layer also returns its last state.")
    classes: Count = Field(description="Number of units in the dense layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        kinds = get_args(Recurrent)
        return d.choices(
            steps=(10, 20, 28, 50, 100),
            features=(4, 6, 8, 12, 16),
            first=kinds,
            first_units=(16, 32, 64, 128),
            second=kinds,
            second_units=(8, 24, 32, 64),
            return_sequences=(True, False),
            return_state=(True, False),
            classes=(2, 3, 5, 10),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.first_units, self.second_units, self.classes}) == 5

    @property
    def asks(self) -> dict[str, Ask]:
        asks = {
            "h1": Ask("What is the output shape of the first layer?", Shape(sequence=True)),
            "h2": Ask("What is the output shape of the second layer?", Shape(sequence=True), follows="h1"),
        }
        if self.return_state:
            text = "What is the shape of the last hidden state that the second layer also returns?"
            asks["state"] = Ask(text, Shape(sequence=True), follows="h1")
        return asks | {"out": Ask("What is the output shape of the dense layer?", Shape(sequence=True), follows="h2")}

    @property
    def network(self) -> Network:
        first, second = layers.KINDS[self.first], layers.KINDS[self.second]
        net = Network(x=Input(self.steps, self.features)).add("h1", first(self.first_units, return_sequences=True))
        names = ("h2", "state", "c") if self.second == "LSTM" else ("h2", "state")
        layer = second(self.second_units, return_sequences=self.return_sequences, return_state=self.return_state)
        return net.add(names if self.return_state else "h2", layer).add("out", layers.Dense(self.classes))

    @misconception("You left out the time axis. `return_sequences=True` outputs one hidden state per time step.")
    def last_states_alone(self) -> Network:
        net = Network(x=Input(self.features)).add("h1", layers.Dense(self.first_units))
        net = net.add("h2", layers.Dense(self.second_units)).add("state", layers.Identity())
        return net.add("out", layers.Dense(self.classes), "h2")

    @misconception(
        "You gave one hidden state per time step. Without `return_sequences=True`, a layer outputs only its last hidden state."
    )
    def all_states(self) -> Network:
        return self.network.but("h2", return_sequences=True)

    @misconception("You counted the gates and the candidate as outputs. The output has one entry per unit.")
    def gates_as_outputs(self) -> Network:
        net = self.network.but("h1", units=SETS[self.first] * self.first_units)
        return net.but("h2", units=SETS[self.second] * self.second_units)

    @misconception("You gave the last hidden state a time axis. It is only the hidden state after the last time step.")
    def state_with_steps(self) -> dict[str, tuple[int, ...]] | None:
        return {"state": (self.steps, self.second_units)} if self.return_state else None
