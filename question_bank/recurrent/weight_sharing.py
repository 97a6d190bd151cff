"""Sequences of 10 or 1000 steps: how many parameters do a SimpleRNN and a dense layer on the whole sequence have?"""

from examgen.authoring import Draw, Field, Input, Network, Question, layers, misconception
from examgen.question_bank._counted import parameters_of
from examgen.question_bank.recurrent._weights import no_recurrent_weights


class WeightSharing(Question):
    """A recurrent layer shares its weights over all time steps; a dense layer on the flattened sequence does not."""

    topic, level, title = "recurrent", 2, "Weight sharing over time"
    misconceptions = (no_recurrent_weights,)
    symbols = {"short": r"\text{steps}", "long": r"\text{steps}"}
    conventions = ("bias",)
    stem = r"""
Every time step of a sequence is a vector with {{ features }} features. The layer `{{ network.code("short rnn") }}` processes sequences step
by step. The layer `{{ network.code("short dense") }}` is applied to the flattened sequences.
"""
    recurrent_short = parameters_of("the recurrent layer", "short rnn", when=" for sequences of {{ short }} steps")
    recurrent_long = parameters_of(
        "the recurrent layer",
        "long rnn",
        when=" for sequences of {{ long }} steps",
        follows="recurrent_short",
        continues=lambda q, answers: answers["recurrent_short"],
    )
    dense_short = parameters_of("the dense layer", "short dense", when=" for sequences of {{ short }} steps")
    dense_long = parameters_of("the dense layer", "long dense", when=" for sequences of {{ long }} steps")
    features: int = Field(ge=1, le=10_000, description="Number of features per time step.")
    units: int = Field(ge=1, le=10_000, description="Number of units in each of the two layers.")
    short: int = Field(ge=1, le=10_000, description="Number of time steps in the short sequences.")
    long: int = Field(ge=1, le=10_000, description="Number of time steps in the long sequences.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            features=(4, 8, 12, 16, 32, 64), units=(8, 10, 16, 32, 64), short=(5, 8, 10, 20), long=(100, 200, 500, 1000)
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

    @misconception("You counted the parameters of the recurrent layer once per step. All steps share the same weights.")
    def grows_with_the_steps(self) -> dict[str, int]:
        own = self.units * (self.features + self.units + 1)
        return {"recurrent_short": own * self.short, "recurrent_long": own * self.long}

    @misconception(
        "You counted the weights of the dense layer for only one time step. It has separate weights for every "
        "value of the flattened sequence."
    )
    def dense_shared_as_well(self) -> Network:
        return self.network.with_arrays(short=Input(1, self.features), long=Input(1, self.features))
