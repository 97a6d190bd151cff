"""Bidirectional(LSTM(16)) reads 20 vectors of length 5: what is the shape of its output, how many parameters has it?"""

from __future__ import annotations

from typing import Any, Literal, Self, get_args

from examgen.authoring import (
    Ask,
    Count,
    Draw,
    Field,
    Input,
    Integer,
    Layer,
    Network,
    Question,
    Shape,
    layers,
    misconception,
    observable,
)
from examgen.question_bank.recurrent._stack import Recurrent

Merge = Literal["concat", "sum", "mul", "ave"]


class Bidirectional(Question):
    """The output shape and the parameters of a bidirectional layer."""

    topic, level, title = "recurrent", 2, "A bidirectional layer"
    stem = r"""
The layer `{{ network.code("h") }}` reads sequences of {{ steps }} vectors with {{ features }} numbers each.
{% if kind == "GRU" %}A `GRU` of Keras has two biases for each unit in each gate and in the
candidate. {% endif %}
{%- if merge_mode == "ave" %}The merge mode `ave` takes the average.
{%- elif merge_mode == "mul" %}The merge mode `mul` multiplies cell by cell.{% endif %}
"""
    shape = Ask(
        "What is the shape of what it gives for one sequence, without the batch axis?",
        Shape(),
        of=observable.shape("h"),
    )
    count = Ask("How many parameters has it?", Integer(), of=observable.parameters("h"))

    kind: Recurrent
    steps: Count
    features: Count
    units: int = Field(ge=1, le=10_000)
    merge_mode: Merge
    return_sequences: bool

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            kind=d.choice("kind", get_args(Recurrent)),
            steps=d.integer("steps", 5, 60),
            features=d.integer("features", 2, 32),
            units=d.integer("units", 2, 32),
            merge_mode=d.choice("merge_mode", ("concat", "concat", "sum", "mul", "ave")),
            return_sequences=d.choice("return_sequences", (True, False)),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3

    @property
    def inner(self) -> Layer:
        """The layer of one direction."""
        return layers.KINDS[self.kind](self.units, return_sequences=self.return_sequences)

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.steps, self.features))
        return net.add("h", layers.Bidirectional(self.inner, merge_mode=self.merge_mode))

    @misconception("One direction was counted. There are two layers, each with weights of its own.")
    def one_direction(self) -> Network:
        return Network(x=Input(self.steps, self.features)).add("h", self.inner)

    @misconception(
        "The merge mode was mistaken: `concat` puts both states side by side, the others give one state's length."
    )
    def other_merge_mode(self) -> Self | None:
        return self.but(merge_mode="sum" if self.merge_mode == "concat" else "concat")

    @misconception(
        "Without `return_sequences=True` the layer gives one state for the whole sequence, with it one for each step."
    )
    def other_return_sequences(self) -> Self | None:
        return self.but(return_sequences=not self.return_sequences)

    @misconception("The layer inside was counted as a `SimpleRNN`. An LSTM has four sets of weights, a GRU three.")
    def no_gates(self) -> Self | None:
        return self.but(kind="SimpleRNN")

    @misconception("The bias is missing. Every unit adds a bias of its own unless the layer says otherwise.")
    def bias_left_out(self) -> Network:
        return self.network.but("h", layer=self.inner.but(use_bias=False))
