"""Dropout(0.2) after a layer of 200 units: how many units are kept in a training step, and how are they scaled?"""

from examgen.authoring import Agreements, Ask, Computed, Draw, Field, Integer, Network, Question, Real
from examgen.authoring import layers, misconception, ops

UNITS = (64, 80, 100, 120, 128, 200, 240, 256, 300, 400, 500, 512, 600, 800, 1000, 1024, 1200, 2000, 2048, 4096)

PERCENT = (10, 15, 20, 25, 30, 35, 40, 50, 60, 75, 80)


def _expected(q: "DropoutCount") -> float:
    """The probabilities of being kept, added up over the units."""
    import numpy as np

    return float(np.full(q.units, 1 - q.rate).sum())


class DropoutCount(Question):
    """Units kept by dropout in a training step, dropped units, and the scale of the kept activations."""

    topic, level, title = "training", 1, "Units kept by dropout"
    stem = r"""
A layer with {{ units }} units is followed by `{{ network.code("dropped") }}`. As in Keras, dropout is *inverted*: during training, the
kept activations are scaled so that the expected value of every activation stays the same.
"""
    active = Ask("How many units are kept in a training step, on average?", Integer(), of=Computed(_expected))
    scale = Ask("By what factor are the activations of the kept units multiplied during training?", Real(decimals=2))
    tested = Ask(
        "On average, how many more units are active at test time than in a training step?",
        Integer(),
        of=Computed(lambda q, answers: q.units - answers["active"]),
        follows="active",
    )
    units: int = Field(ge=1, le=10_000, description="Number of units in the layer.")
    rate: float = Field(gt=0, lt=1, description="Dropout rate: the fraction of units that is dropped.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        units = d.choice("units", UNITS)
        fitting = [percent / 100 for percent in PERCENT if units * percent % 100 == 0]
        return dict(units=units, rate=d.choice("rate", fitting or [0.5]))

    def check(self) -> None:
        kept = self.units * (1 - self.rate)
        if abs(kept - round(kept)) > 1e-9:
            raise ValueError(
                f"{self.units} units with a dropout rate of {self.rate} keep {kept:g} units on average, which "
                f"is not a whole number"
            )

    @property
    def network(self) -> Network:
        net = Network(one=(1,)).add("ones", layers.RepeatVector(self.units))
        net = net.add("dropped", layers.Dropout(self.rate, training=True))
        net = net.add("scale", ops.max())  # a kept activation of 1
        net = net.add("at test time", layers.Dropout(self.rate), "ones").add("kept at test time", ops.sum())
        return net.add("all", ops.sum(), "ones")

    @property
    def agreements(self) -> Agreements:
        return (("kept at test time", "all"),)

    @misconception("You used the rate as the fraction of units that are kept. It is the fraction that is dropped.")
    def rate_kept(self) -> Question | None:
        return self.but(rate=1 - self.rate)

    @misconception("You left out the scaling. Kept activations are divided by the fraction that is kept.")
    def not_scaled(self) -> dict[str, int]:
        return {"scale": 1}

    @misconception("You multiplied by the fraction that is kept. Inverted dropout divides by it.")
    def made_smaller(self) -> dict[str, float]:
        return {"scale": 1 - self.rate}

    @misconception("You applied dropout at test time as well. At test time, all units are active.")
    def dropped_at_test(self) -> dict[str, int]:
        return {"tested": 0}
