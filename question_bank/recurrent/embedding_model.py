"""Embedding(5000, 32), LSTM(64), Dense(1): how many parameters has each layer, and how many all?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any, Self, get_args

from examgen.authoring import Ask, Count, Draw, Field, Input, Network, Shape, layers, misconception, observable
from examgen.question_bank.recurrent._stack import Recurrent, RecurrentStack


class EmbeddingModel(RecurrentStack):
    """What an embedding gives, and the parameters of a model that classifies texts."""

    topic, level, title = "recurrent", 3, "A text classifier"
    stem = r"""
A model reads texts of {{ steps }} words, each given as its number in a vocabulary of ${{ vocabulary | number }}$ words. These are
its layers:

```
{{ network.listing }}
```

{% if "GRU" in kinds %}A `GRU` of Keras has two biases for each unit in each gate and in the candidate.{% endif %}
"""

    vocabulary: int = Field(ge=1, le=10_000_000)
    dimension: Count

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        kinds = d.choice("kinds", [(kind,) for kind in get_args(Recurrent)])
        return dict(
            steps=d.choice("steps", (20, 50, 80, 100, 200)),
            vocabulary=d.choice("vocabulary", (500, 1000, 2000, 5000, 8000, 10_000, 20_000)),
            dimension=d.choice("dimension", (8, 10, 16, 20, 32, 50)),
            kinds=kinds,
            units=d.choice("units", list(product((8, 10, 16, 20, 24, 32), repeat=len(kinds)))),
            bidirectional=d.choice("bidirectional", (False, False, True)),
            classes=d.integer("classes", 1, 6),
        )

    def admissible(self) -> bool:
        return self.dimension not in self.units and self.classes != 2

    @property
    def reads(self) -> Network:
        net = Network(x=Input(self.steps))
        return net.add("embedding", layers.Embedding(self.vocabulary, self.dimension))

    @property
    def asks(self) -> Mapping[str, Ask]:
        text = "What is the shape of what the embedding gives for one text?"
        return {"shape": Ask(text, Shape(rank=2), of=observable.shape("embedding")), **super().asks}

    @misconception(
        "The embedding was counted as a dense layer. It is a table with a row for each word and has no bias."
    )
    def embedding_with_bias(self) -> Network:
        one_hot = Network(x=Input(self.steps, self.vocabulary))
        return self.on(one_hot.add("embedding", layers.Dense(self.dimension)))

    @misconception("One direction was counted. A bidirectional layer has a layer for each, with weights of its own.")
    def one_direction(self) -> Self | None:
        return self.but(bidirectional=False)

    @misconception("The embedding was left out of the count. Its table is learned as well.")
    def embedding_left_out(self) -> Network:
        return self.network.with_arrays(x=Input(self.steps, self.dimension)).without("embedding")
