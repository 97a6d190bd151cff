"""An LSTM of 32 units, then a GRU of 16, then 10 classes: how many parameters has each layer, and how many all?"""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

from examgen.authoring import Count, Draw, Input, Network, misconception
from examgen.question_bank.recurrent._stack import Recurrent, RecurrentStack


class StackedParameters(RecurrentStack):
    """Parameters of two recurrent layers and a read-out."""

    topic, level, title = "recurrent", 3, "Parameters of stacked recurrent layers"
    stem = r"""
A model reads sequences of {{ steps }} vectors with {{ features }} numbers each. These are its layers:

```
{{ network.listing }}
```

{% if "GRU" in kinds %}A `GRU` of Keras has two biases for each unit in each gate and in the candidate.{% endif %}
"""

    features: Count

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        kinds = d.choice("kinds", list(product(get_args(Recurrent), repeat=2)))
        return dict(
            steps=d.integer("steps", 10, 100),
            features=d.integer("features", 3, 30),
            kinds=kinds,
            units=d.choice("units", list(product((4, 5, 6, 8, 10, 12, 16, 20, 24, 32), repeat=len(kinds)))),
            bidirectional=d.choice("bidirectional", (False,)),
            classes=d.integer("classes", 2, 12),
        )

    def admissible(self) -> bool:
        return len({self.features, *self.units}) == len(self.units) + 1

    @property
    def reads(self) -> Network:
        return Network(x=Input(self.steps, self.features))

    @misconception(
        "A later layer was counted as if it read the input of the model. It reads what the layer before it gives."
    )
    def all_read_the_input(self) -> Network:
        net = self.network
        for name in self.recurrent[1:]:
            net = net.rewire(name, "x")
        return net
