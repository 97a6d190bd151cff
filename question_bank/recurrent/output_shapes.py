"""LSTM(16, return_sequences=True), then GRU(8): what are the shapes of what they give for 20 vectors of length 5?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from examgen.authoring import Ask, Count, Draw, Field, Input, Network, Question, Shape, layers, misconception
from examgen.question_bank.recurrent._stack import Recurrent


class OutputShapes(Question):
    """The shapes along two recurrent layers and a dense layer."""

    topic, level, title = "recurrent", 2, "Shapes along recurrent layers"
    stem = r"""
A model reads sequences of {{ steps }} vectors with {{ features }} numbers each. These are its layers; for each, the shape is asked
for one sequence, without the batch axis.

```
{{ network.listing }}
```

{% if return_state %}With `return_state=True` the second layer gives its output and, besides, its final state; the layer
after it reads the output.{% endif %}
"""

    steps: Count
    features: Count
    first: Recurrent
    first_units: int = Field(ge=1, le=10_000)
    second: Recurrent
    second_units: int = Field(ge=1, le=10_000)
    return_sequences: bool
    return_state: bool
    classes: Count

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        kinds = get_args(Recurrent)
        return dict(
            steps=d.integer("steps", 5, 60),
            features=d.integer("features", 2, 20),
            first=d.choice("first", kinds),
            first_units=d.integer("first_units", 3, 32),
            second=d.choice("second", kinds),
            second_units=d.integer("second_units", 3, 32),
            return_sequences=d.choice("return_sequences", (True, False)),
            return_state=d.choice("return_state", (True, False)),
            classes=d.integer("classes", 2, 10),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.first_units, self.second_units, self.classes}) == 5

    @property
    def asks(self) -> Mapping[str, Ask]:
        asks = {
            "h1": Ask("What is the shape of the output of the first layer?", Shape()),
            "h2": Ask("What is the shape of the output of the second layer?", Shape(), follows="h1"),
        }
        if self.return_state:
            text = "What is the shape of the final hidden state that the second layer gives besides?"
            asks["state"] = Ask(text, Shape(), follows="h1")
        return asks | {"out": Ask("What is the shape of the output of the dense layer?", Shape(), follows="h2")}

    @property
    def network(self) -> Network:
        first, second = layers.KINDS[self.first], layers.KINDS[self.second]
        net = Network(x=Input(self.steps, self.features)).add("h1", first(self.first_units, return_sequences=True))
        names = ("h2", "state", "c") if self.second == "LSTM" else ("h2", "state")
        layer = second(self.second_units, return_sequences=self.return_sequences, return_state=self.return_state)
        return net.add(names if self.return_state else "h2", layer).add("out", layers.Dense(self.classes))

    @misconception(
        "The axis of the steps is missing. With `return_sequences=True` a layer gives a state for every step."
    )
    def last_states_alone(self) -> Network:
        net = Network(x=Input(self.features)).add("h1", layers.Dense(self.first_units))
        net = net.add("h2", layers.Dense(self.second_units)).add("state", layers.Identity())
        return net.add("out", layers.Dense(self.classes), "h2")

    @misconception(
        "A state for every step was given. Without `return_sequences=True` a layer gives its last state alone."
    )
    def all_states(self) -> Network:
        return self.network.but("h2", return_sequences=True)

    @misconception(
        "The gates were counted as outputs. Whatever its kind, a layer gives as many numbers as it has units."
    )
    def gates_as_outputs(self) -> Network:
        gates, net = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}, self.network
        net = net.but("h1", units=gates[self.first] * self.first_units)
        return net.but("h2", units=gates[self.second] * self.second_units)

    @misconception("The final state was taken to have the steps' axis. It is the state after the last step.")
    def state_with_steps(self) -> dict[str, tuple[int, ...]] | None:
        return {"state": (self.steps, self.second_units)} if self.return_state else None
