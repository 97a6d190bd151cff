"""Dropout(0.2) follows a layer of 200 units: how many are at work in training, how many at test time?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Integer,
    Network,
    Question,
    Real,
    layers,
    misconception,
    model_validator,
    observable,
    ops,
)


class DropoutCount(Question):
    """Units at work under dropout, the scale of the survivors, the parameters that it has not."""

    topic, level, title = "training", 1, "Units at work under dropout"
    stem = r"""
A layer of {{ units }} units is followed by `{{ network.code("dropped") }}`, which is *inverted* dropout: what survives in training is
scaled so that the expected sum stays.
"""
    active = Ask("How many of the units are kept on average in a step of training?", Integer())
    scale = Ask("By which factor are their outputs multiplied in training?", Real(decimals=2))
    test = Ask("How many of the units are kept at test time?", Integer())
    count = Ask("How many parameters has the dropout layer?", Integer(), of=observable.parameters("dropped"))

    units: int = Field(ge=1, le=10_000)
    rate: float = Field(gt=0, lt=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            units=d.choice("units", tuple(range(60, 1020, 20))),
            rate=d.choice("rate", (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8)),
        )

    @model_validator(mode="after")
    def _whole_number_kept(self) -> Self:
        kept = self.units * (1 - self.rate)
        if abs(kept - round(kept)) > 1e-9:
            raise ValueError(f"of {self.units} units, a rate of {self.rate} keeps {kept:g} on average, no whole number")
        return self

    @property
    def network(self) -> Network:
        net = Network(one=(1,)).add("ones", layers.RepeatVector(self.units))
        net = net.add("dropped", layers.Dropout(self.rate, training=True))
        # All that survives has the same size, the scale; as many such as add up to what there was are kept on average.
        net = net.add("scale", ops.max()).add("sum", ops.sum(), "ones").add("active", ops.divide(), "sum", "scale")
        return net.add("at test time", layers.Dropout(self.rate), "ones").add("test", ops.sum())

    @misconception("The rate is the share that is dropped, not the share that is kept.")
    def rate_kept(self) -> Self | None:
        return self.but(rate=1 - self.rate)

    @misconception("What survives is divided by the share that is kept, so that it makes up for what is dropped.")
    def not_scaled(self) -> dict[str, int]:
        return {"scale": 1}

    @misconception("What survives grows: it is divided by the share that is kept, not multiplied by it.")
    def made_smaller(self) -> dict[str, float]:
        return {"scale": 1 - self.rate}

    @misconception("At test time nothing is dropped: all units are at work.")
    def dropped_at_test(self) -> Network:
        return self.network.swap("test", layers.Identity).rewire("test", "active")

    @misconception("Dropout has nothing to learn: it owns no parameters.")
    def a_weight_a_unit(self) -> dict[str, int]:
        return {"count": self.units}
