"""An embedding matrix with five rows and the word indices 3, 0, 2: what is the output of the embedding?"""

from typing import Any

from examgen.authoring import Ask, Draw, Field, Grid, Integer, Matrix, Network, Question, Vector
from examgen.authoring import layers, misconception, observable


class EmbeddingLookup(Question):
    """The embeddings of a short text, and their mean."""

    topic, level, title = "recurrent", 1, "Looking up embeddings"
    stem = r"""
An embedding layer has the weights

$$E = {{ E | matrix }}$$

Its input is a text with the word indices {{ text | join(", ") }}. Indices start at 0.
"""
    inapplicable = ("maximum_for_average",)
    e = Ask("Give the output of the layer as a matrix with one row per word.", Matrix())
    mean = Ask("Compute the mean of the embeddings of the text.", Vector(decimals=2), follows="e")
    count = Ask("How many parameters does the layer have?", Integer(), of=observable.parameters("e"))
    E: Grid = Field(description="Embeddings, one row per word of the vocabulary.")
    text: tuple[int, ...] = Field(min_length=1, max_length=100, description="Indices of the words, starting at 0.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        table = d.grid("E", (d.integer("vocabulary", 5, 6), d.integer("dimension", 3, 3)), range(-3, 7))
        return dict(E=table, text=d.sample("text", range(1, len(table)), 4))

    def check(self) -> None:
        if unknown := [word for word in self.text if not 0 <= word < len(self.E)]:
            raise ValueError(f"E has {len(self.E)} rows, so the indices are 0 to {len(self.E) - 1}; got {unknown[0]}")

    def admissible(self) -> bool:
        return len(set(self.E)) == len(self.E) and 11 <= self.derivation().effort <= 12

    @property
    def network(self) -> Network:
        size = len(self.E), len(self.E[0])
        net = Network(x=self.text, E=self.E).add("e", layers.Embedding(*size), "x", weights=("E",))
        return net.add("mean", layers.GlobalAveragePooling1D())

    @misconception("You counted the rows from 1. Index 0 refers to the first row.")
    def counted_from_one(self) -> Question | None:
        return self.but(text=tuple(word - 1 for word in self.text))

    @misconception("You gave the rows in the order of the matrix. The output has them in the order of the words.")
    def sorted_rows(self) -> Question | None:
        return self.but(text=tuple(sorted(self.text)))

    @misconception("You only added the embeddings. Divide the sum by the number of words.")
    def sum_for_mean(self) -> dict[str, tuple[Any, ...]]:
        rows = [self.E[word] for word in self.text]
        return {"mean": tuple(sum(column) for column in zip(*rows, strict=True))}

    @misconception("You counted only the rows that this text uses. All entries of $E$ are parameters.")
    def used_rows_counted(self) -> dict[str, int]:
        return {"count": len(set(self.text)) * len(self.E[0])}
