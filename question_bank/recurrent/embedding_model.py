"""Embedding(5000, 32), LSTM(64), Dense(1): how many parameters does each layer have, and how many does the model have?"""

from itertools import product
from typing import get_args

from examgen.authoring import Agreements, Ask, Count, Draw, Field, Input, Network, Question, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.recurrent._stack import Recurrent, RecurrentStack
from examgen.question_bank.recurrent._stack import all_counted, all_steps_read, counts, no_gates, stacked


class EmbeddingModel(RecurrentStack):
    """The output shape of an embedding, and the parameters of a text classifier."""

    topic, level, title = "recurrent", 3, "A text classifier"
    misconceptions = (no_gates, all_steps_read)
    symbols = {"dimension": r"\text{embedding size}"}
    stem = r"""
The input of a model is a text of {{ steps }} words, each given by its index in a vocabulary of ${{ vocabulary | number }}$ words. The
layers of the model are

```
{{ network.listing }}
```

{% if "GRU" in kinds %}In Keras, each gate and the candidate of a `GRU` have two biases per unit.{% endif %}
"""
    vocabulary: int = Field(ge=1, le=10_000_000, description="Number of words in the vocabulary.")
    dimension: Count = Field(description="Length of an embedding vector.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        kinds = d.choice("kinds", [(kind,) for kind in get_args(Recurrent)])
        return dict(
            steps=d.choice("steps", (20, 50, 80, 100, 200)),
            vocabulary=d.choice("vocabulary", (500, 1000, 2000, 5000, 8000, 10_000, 20_000)),
            dimension=d.choice("dimension", (16, 32, 50, 64, 100)),
            kinds=kinds,
            units=d.choice("units", list(product((16, 32, 64), repeat=len(kinds)))),
            bidirectional=d.choice("bidirectional", (False,)),
            classes=d.choice("classes", (1, 2, 3, 5)),
        )

    def admissible(self) -> bool:
        return self.dimension not in self.units and self.classes != 2

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.steps))
        return stacked(self, net.add("embedding", layers.Embedding(self.vocabulary, self.dimension)))

    @property
    def asks(self) -> dict[str, Ask]:
        text, kind = (
            "What is the output shape of the embedding for one text?",
            Shape(rank=2, axes="time steps x features"),
        )
        return {"shape": Ask(text, kind, of=observable.shape("embedding")), **counts(self)}

    @property
    def agreements(self) -> Agreements:
        return all_counted(self)

    @misconception("You counted biases for the embedding. It is a matrix with one row per word and has no biases.")
    def embedding_with_bias(self) -> Network:
        one_hot = Network(x=Input(self.steps, self.vocabulary))
        return stacked(self, one_hot.add("embedding", layers.Dense(self.dimension)))

    @misconception("You counted only one direction. There are two, each with its own weights.")
    def one_direction(self) -> Question | None:
        return self.but(bidirectional=False)

    @misconception("You left out the embedding. Its matrix is trained as well.")
    def embedding_left_out(self) -> Network:
        return self.network.with_arrays(x=Input(self.steps, self.dimension)).without("embedding")

    @misconception(
        "You gave the size of the vocabulary. The embedding replaces each word with a vector of ${{ dimension }}$ values."
    )
    def words_for_vectors(self) -> dict[str, tuple[int, ...]]:
        return {"shape": (self.steps, self.vocabulary)}
