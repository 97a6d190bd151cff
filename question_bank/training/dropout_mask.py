"""Dropout with rate 0.2 and the mask 1, 0, 1, 1: what does it give in training, and what at test time?"""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Network,
    Number,
    Question,
    Row,
    Vector,
    field_validator,
    layers,
    misconception,
    nonzero,
    ops,
    scalar,
)

_RATES = tuple(scalar(rate) for rate in ("1/5", "1/4", "2/5", "1/2", "3/5", "3/4", "4/5"))


class DropoutMask(Question):
    """Inverted dropout, in training and at test time, by hand."""

    topic, level, title = "training", 2, "Dropout in training and at test time"
    axes: ClassVar = {"a": "units", "mask": "units"}
    stem = r"""
A layer gives the activations $a = {{ a | vector }}$ to `{{ network.code("test") }}`. As in Keras, dropout is *inverted*: what survives
in training is scaled so that the expected sum of the activations stays. In this step of training the mask is $m = {{
mask | vector }}$, where 0 means dropped.
"""
    training = Ask("What does the dropout layer give in this step of training?", Vector(decimals=2))
    test = Ask("What does it give for the same activations at test time?", Vector(decimals=2))

    a: Row
    mask: Row
    rate: Number = Field(gt=0, lt=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        a = d.row("a", d.integer("units", 4, 5), nonzero(range(-6, 13)))
        return dict(a=a, mask=d.row("mask", len(a), (0, 1)), rate=d.number("rate", _RATES))

    @field_validator("mask")
    @classmethod
    def _holds_0_and_1(cls, mask: Row) -> Row:
        if set(mask) - {0, 1}:
            raise ValueError(f"a mask holds 0 and 1, got {', '.join(map(str, mask))}")
        return mask

    def admissible(self) -> bool:
        return 2 <= sum(self.mask) < len(self.mask) and len(set(self.a)) > 2

    @property
    def network(self) -> Network:
        net = Network(a=self.a, mask=self.mask, keep=1 - self.rate).add("survivors", ops.multiply(), "a", "mask")
        return net.add("training", ops.divide(), "survivors", "keep").add("test", layers.Dropout(float(self.rate)), "a")

    @misconception(
        "The survivors were not scaled. Divide them by the share that is kept, or the next layer gets too little."
    )
    def not_scaled(self) -> Network:
        return self.network.without("training")

    @misconception(
        "The survivors were divided by the rate. The rate is the share that is dropped; divide by what is kept."
    )
    def divided_by_rate(self) -> Network:
        return self.network.with_arrays(keep=self.rate)

    @misconception(
        "The survivors were multiplied by the share that is kept. Divided by it, they make up for what is dropped."
    )
    def made_smaller(self) -> Network:
        return self.network.swap("training", ops.multiply)

    @misconception("The mask was taken the wrong way round: 0 means dropped.")
    def mask_inverted(self) -> Network:
        return self.network.with_arrays(mask=tuple(1 - m for m in self.mask))

    @misconception("At test time nothing is dropped: all units are at work.")
    def dropped_at_test(self) -> Network:
        return self.network.swap("test", ops.multiply).rewire("test", "a", "mask")

    @misconception("Inverted dropout has done its scaling in training. At test time the activations stay as they are.")
    def scaled_at_test(self) -> Network:
        return self.network.swap("test", ops.multiply).rewire("test", "a", "keep")
