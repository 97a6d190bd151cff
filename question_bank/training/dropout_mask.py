"""Dropout with rate 0.2 and the mask 1, 0, 1, 1: what is the output during training, and what is passed on at test time?"""

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Real, Row, Vector
from examgen.authoring import field_validator, layers, misconception, nonzero, ops, scalar

_RATES = tuple(scalar(rate) for rate in ("1/5", "1/4", "2/5", "1/2", "3/5", "3/4", "4/5"))


class DropoutMask(Question):
    """Inverted dropout during training and at test time, by hand."""

    topic, level, title = "training", 2, "Dropout during training and at test time"
    axes = {"a": "units", "mask": "units", "w": "units"}
    stem = r"""
The activations $a = {{ a | vector }}$ are the input of `{{ network.code("out") }}`. As in Keras, dropout is *inverted*: during training,
the kept activations are scaled so that the expected value of every activation stays the same. In this training step, the mask is
$m = {{ mask | vector }}$, where 0 means dropped. The next layer is one linear neuron with the weights $w = {{ w | vector }}$ and no bias.
"""
    training = Ask("Compute the output of the dropout layer in this training step.", Vector(decimals=2))
    test = Ask("Compute the output of the neuron for the same activations at test time.", Real(decimals=2))
    a: Row = Field(description="Activations.")
    mask: Row = Field(description="Mask of the training step, 0 for a dropped activation.")
    rate: Number = Field(gt=0, lt=1, description="Dropout rate: the fraction of activations that is dropped.")
    w: Row = Field(description="Weights of the neuron after the dropout layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        a = d.row("a", d.integer("units", 4, 4), nonzero(range(-6, 13)))
        return dict(
            a=a, mask=d.row("mask", len(a), (0, 1)), rate=d.number("rate", _RATES), w=d.row("w", len(a), (-2, -1, 1, 2))
        )

    @field_validator("mask")
    @classmethod
    def _holds_0_and_1(cls, mask: Row) -> Row:
        if set(mask) - {0, 1}:
            raise ValueError(f"a mask must hold 0 and 1 only, got {', '.join(map(str, mask))}")
        return mask

    def admissible(self) -> bool:
        told_apart = sum(a * w for a, w in zip(self.a, self.w, strict=True)) != 0
        return sum(self.mask) in (2, 3) and len(set(self.a)) > 2 and told_apart

    @property
    def network(self) -> Network:
        net = Network(a=self.a, mask=self.mask, keep=1 - self.rate).add("survivors", ops.multiply(), "a", "mask")
        net = net.add("training", ops.divide(), "survivors", "keep").with_arrays(w=self.w)
        net = net.add("out", layers.Dropout(float(self.rate)), "a")
        return net.add("test", layers.Dense(1, use_bias=False), weights=("w",))

    @misconception("You left out the scaling. Kept activations are divided by the fraction that is kept.")
    def not_scaled(self) -> Network:
        return self.network.without("training")

    @misconception("You divided by the rate, the fraction that is dropped. Divide by the fraction that is kept.")
    def divided_by_rate(self) -> Network:
        return self.network.with_arrays(keep=self.rate)

    @misconception("You multiplied by the fraction that is kept. Inverted dropout divides by it.")
    def made_smaller(self) -> Network:
        return self.network.swap("training", ops.multiply)

    @misconception("You inverted the mask. Activations with the entry 0 are dropped, those with 1 are kept.")
    def mask_inverted(self) -> Network:
        return self.network.with_arrays(mask=tuple(1 - m for m in self.mask))

    @misconception("You applied the mask at test time. At test time, no activation is dropped.")
    def dropped_at_test(self) -> Network:
        return self.network.swap("out", ops.multiply).rewire("out", "a", "mask")

    @misconception("You scaled the activations at test time. Inverted dropout scales them only during training.")
    def scaled_at_test(self) -> Network:
        return self.network.swap("out", ops.multiply).rewire("out", "a", "keep")
