"""LSTM(32), GRU(16), Dense(10): how many parameters does each layer have, and how many does the model have?"""

from itertools import product
from typing import get_args

from examgen.authoring import Agreements, Ask, Count, Draw, Field, Input, Network, misconception
from examgen.question_bank.recurrent._stack import Recurrent, RecurrentStack
from examgen.question_bank.recurrent._stack import all_counted, all_steps_read, counts, no_gates, stacked


class StackedParameters(RecurrentStack):
    """Parameters of two recurrent layers and a dense layer."""

    topic, level, title = "recurrent", 3, "Parameters of stacked recurrent layers"
    misconceptions = (no_gates, all_steps_read)
    stem = r"""
The input of a model is a sequence of {{ steps }} time steps with {{ features }} features each. The layers of the
model are

```
{{ network.listing }}
```

{% if "GRU" in kinds %}In Keras, each gate and the candidate of a `GRU` have two biases per unit.{% endif %}
"""
    features: Count = Field(description="Number of features per time step.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        kinds = d.choice("kinds", list(product(get_args(Recurrent), repeat=2)))
        return dict(
            **d.choices(steps=(10, 20, 28, 50, 100), features=(4, 8, 12, 16, 28, 32)),
            kinds=kinds,
            units=d.choice("units", list(product((8, 10, 16, 20, 32, 64), repeat=len(kinds)))),
            bidirectional=d.choice("bidirectional", (False,)),
            classes=d.choice("classes", (2, 3, 5, 10)),
        )

    def admissible(self) -> bool:
        return len({self.features, *self.units}) == len(self.units) + 1

    @property
    def asks(self) -> dict[str, Ask]:
        return counts(self)

    @property
    def network(self) -> Network:
        return stacked(self, Network(x=Input(self.steps, self.features)))

    @property
    def agreements(self) -> Agreements:
        return all_counted(self)

    @misconception(
        "You used the number of input features for a later layer. The input of each layer is the output of the previous layer."
    )
    def all_read_the_input(self) -> Network:
        net = self.network
        for name in self.recurrent[1:]:
            net = net.rewire(name, "x")
        return net
