"""How many parameters has a SimpleRNN for 10 steps, how many for 1000, and how many a dense layer that reads all steps at once?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class WeightSharing(Question):
    """A recurrent layer uses the same weights at every step, a dense layer on the whole sequence has weights for each."""

    topic, level, title = "recurrent", 2, "Weights shared by all steps"
    stem = r"""
Sequences consist of vectors of {{ features }} numbers. The layer `{{ network.code("short rnn") }}` reads them step by step. The layer
`{{ network.code("short dense") }}` reads a whole sequence at once, all of its numbers in one row.
"""
    recurrent_short = Ask(
        "How many parameters has the recurrent layer for sequences of {{ short }} steps?",
        Integer(),
        of=observable.parameters("short rnn"),
    )
    recurrent_long = Ask(
        "And for sequences of {{ long }} steps?",
        Integer(),
        of=observable.parameters("long rnn"),
        follows="recurrent_short",
        continues=lambda q, answers: answers["recurrent_short"],
    )
    dense_short = Ask(
        "How many parameters has the dense layer for sequences of {{ short }} steps?",
        Integer(),
        of=observable.parameters("short dense"),
    )
    dense_long = Ask("And for sequences of {{ long }} steps?", Integer(), of=observable.parameters("long dense"))

    features: int = Field(ge=1, le=10_000)
    units: int = Field(ge=1, le=10_000)
    short: int = Field(ge=1, le=10_000)
    long: int = Field(ge=1, le=10_000)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            features=d.integer("features", 2, 32),
            units=d.integer("units", 2, 32),
            short=d.choice("short", (5, 8, 10, 20)),
            long=d.choice("long", (100, 200, 500, 1000)),
        )

    def admissible(self) -> bool:
        return self.features != self.units and self.short < self.long

    @property
    def network(self) -> Network:
        net = Network(short=Input(self.short, self.features), long=Input(self.long, self.features))
        for name in ("short", "long"):
            net = net.add(f"{name} rnn", layers.SimpleRNN(self.units), name)
            net = net.add(f"{name} row", layers.Flatten(), name).add(f"{name} dense", layers.Dense(self.units))
        return net

    @misconception("The recurrent layer's parameters were counted once per step. All steps share the same weights.")
    def grows_with_the_steps(self) -> dict[str, int]:
        own = self.units * (self.features + self.units + 1)
        return {"recurrent_short": own * self.short, "recurrent_long": own * self.long}

    @misconception(
        "The dense layer was given weights for one step. It shares none: each number of the row has weights of its own."
    )
    def dense_shared_as_well(self) -> Network:
        return self.network.with_arrays(short=Input(1, self.features), long=Input(1, self.features))

    @misconception("The recurrent weights are missing: every unit also reads the state of every unit.")
    def no_recurrent_weights(self) -> Network:
        return self.network.swap("short rnn", layers.Dense).swap("long rnn", layers.Dense)
