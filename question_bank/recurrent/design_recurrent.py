"""An LSTM of 16 units has too many parameters: which recurrent layer gives the same for 600 to 1200?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    LayerDesign,
    Network,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)

ALLOWED = ("SimpleRNN", "GRU", "LSTM", "Bidirectional")


def _one_set(features: int, units: int) -> int:
    """The weights of a simple layer; to draw by, never the key."""
    return units * (features + units + 1)


class DesignRecurrent(Question):
    """A recurrent layer of the student's own, for a given output and a range of parameters."""

    topic, level, title = "recurrent", 4, "Design a recurrent layer"
    stem = r"""
The layer `{{ network.code("proposal") }}` reads sequences of {{ steps }} vectors with {{ features }} numbers each. What it gives
for one sequence has the wanted shape, {{ output | join(" × ") }}, but the number of its parameters is not within the
wanted range, {{ least }} to {{ most }}. (A `GRU` of Keras has two biases
for each unit in each gate and in the candidate.)
"""

    steps: int = Field(ge=2, le=10_000)
    features: int = Field(ge=1, le=1000)
    units: int = Field(ge=1, le=1000)
    return_sequences: bool
    least: int = Field(ge=1)
    most: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        features, units = d.integer("features", 3, 20), d.integer("units", 4, 24)
        one_set = _one_set(features, units)
        low, high = d.choice("sets", ((2, 3.6), (0.5, 2)))  # room for the three sets of a GRU, or for one alone
        return dict(
            steps=d.integer("steps", 5, 60),
            features=features,
            units=units,
            return_sequences=d.choice("return_sequences", (True, True, False)),
            least=d.choice("least", (round(low * one_set / 10) * 10,)),
            most=d.choice("most", (round(high * one_set / 10) * 10,)),
        )

    @model_validator(mode="after")
    def _something_fits(self) -> Self:
        one_set = _one_set(self.features, self.units)
        counts = {"SimpleRNN": one_set, "GRU": 3 * (one_set + self.units), "LSTM": 4 * one_set}
        if not any(self.least <= count <= self.most for count in counts.values()):
            listed = ", ".join(f"{kind} has {count}" for kind, count in counts.items())
            raise ValueError(f"no layer of {self.units} units has {self.least} to {self.most} parameters: {listed}")
        return self

    def admissible(self) -> bool:
        return self.most < 4 * _one_set(self.features, self.units) and len({self.steps, self.features, self.units}) == 3

    @property
    def output(self) -> tuple[int, ...]:
        """The shape that is wanted."""
        return (self.steps, self.units) if self.return_sequences else (self.units,)

    @property
    def asks(self) -> Mapping[str, Ask]:
        design = LayerDesign(
            (self.steps, self.features), self.output, min_parameters=self.least, max_parameters=self.most, kinds=ALLOWED
        )
        text = (
            "Write down one layer, `SimpleRNN`, `GRU`, `LSTM` or one of them in `Bidirectional`, that gives the wanted shape and "
            "has at least {{ least }} and at most {{ most }} parameters."
        )
        return {
            "count": Ask("How many parameters has this `LSTM`?", Integer(), of=observable.parameters("proposal")),
            "design": Ask(text, design, of=observable.shape("proposal"), weight=2),
        }

    @property
    def network(self) -> Network:
        proposal = layers.LSTM(self.units, return_sequences=self.return_sequences)
        return Network(x=Input(self.steps, self.features)).add("proposal", proposal)

    @misconception(
        "One set of weights was counted. An LSTM has one for each of its three gates and one for the candidate."
    )
    def one_set_of_weights(self) -> Network:
        return self.network.swap("proposal", layers.SimpleRNN)

    @misconception("Three sets of weights were counted. The three gates and the candidate make four.")
    def candidate_left_out(self) -> Network:
        return self.network.swap("proposal", layers.GRU).but("proposal", reset_after=False)

    @misconception("The recurrent weights are missing: every gate also reads the state of every unit.")
    def no_recurrent_weights(self) -> Network:
        return self.network.swap("proposal", layers.Dense).but("proposal", units=4 * self.units)
