"""A 3 × 3 convolution from 32 to 64 channels, and the depthwise separable one: how much does it save?"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any, ClassVar, Literal, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Count,
    Draw,
    Input,
    Layer,
    Network,
    Option,
    Real,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
)
from examgen.question_bank._counted import MAC, Unit, counting
from examgen.question_bank._sizes import refuse_larger
from examgen.question_bank._volume import ReadsVolume

PLAIN_WEIGHTS, PLAIN_MACS = observable.parameters("plain"), observable.multiplications("plain")
WEIGHTS = observable.parameters("depthwise", "pointwise")
MACS = observable.total(observable.multiplications("depthwise"), observable.multiplications("pointwise"))


class DepthwiseSeparable(ReadsVolume):
    """A plain convolution against a depthwise one with a 1 × 1 convolution behind it, as in MobileNet."""

    topic, level, title = "convolution", 4, "A depthwise separable convolution"
    picture = "network"
    stem = r"""
A volume of {{ height }} × {{ width }} × {{ channels }} (channels last) is read by `{{ network.node("plain").layer }}`.
In its place, two layers are tried: `{{ network.node("depthwise").layer }}`, which lays one kernel on every channel, and
behind it `{{ network.node("pointwise").layer }}`. {{ mac }}
{%- if millions %} All counts are wanted in millions.{% endif %}
"""
    mac: ClassVar[str] = MAC

    filters: Count
    kernel_size: Count
    strides: Count = 1
    padding: Literal["valid", "same"] = "same"
    millions: bool = False

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.choice("height", (8, 10, 12, 14, 16, 20, 24, 28, 32))
        return dict(
            **cls.drawn_volume(d, side, (4, 6, 8, 10, 12, 16, 20, 32)),
            filters=d.choice("filters", (8, 10, 16, 20, 24, 32, 40, 64)),
            kernel_size=d.choice("kernel_size", (3, 3, 5)),
            strides=d.choice("strides", (1,)),
            padding=d.choice("padding", ("same", "valid")),
            millions=d.choice("millions", (False,)),
        )

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        if self.padding == "valid":
            refuse_larger((self.kernel_size, self.kernel_size), (self.height, self.width))
        return self

    def admissible(self) -> bool:
        return self.channels < self.filters

    @property
    def asks(self) -> Mapping[str, Ask]:
        unit: Unit = "millions" if self.millions else "ones"
        part = observable.ratio(MACS, PLAIN_MACS)
        return {
            "depthwise": Ask("Which volume does the depthwise layer give?", Shape(rank=3)),
            "plain_weights": counting("How many weights has the plain layer?", PLAIN_WEIGHTS, unit),
            "weights": counting("How many have the two layers together?", WEIGHTS, unit),
            "plain_macs": counting(
                "How many MACs does the plain layer take?",
                PLAIN_MACS,
                unit,
                follows=("depthwise", "plain_weights"),
                continues=lambda q, answers: answers["plain_weights"] * prod(answers["depthwise"][:2]),
            ),
            "macs": counting(
                "How many do the two layers take together?",
                MACS,
                unit,
                follows=("depthwise", "weights"),
                continues=lambda q, answers: answers["weights"] * prod(answers["depthwise"][:2]),
            ),
            "part": Ask(
                "What part of the plain layer's MACs is that?",
                Real(decimals=3),
                of=part,
                follows=("plain_macs", "macs"),
            ),
        }

    @property
    def options(self) -> dict[str, Option]:
        """What the plain and the depthwise layer have in common."""
        return {"strides": self.strides, "padding": self.padding, "use_bias": False}

    @property
    def sketch(self) -> Network:
        """The plain layer, and the two in its place."""
        return self.network.needed_for(("plain", "pointwise"))

    @property
    def network(self) -> Network:
        return self.reading(layers.DepthwiseConv2D(self.kernel_size, **self.options))

    def reading(self, depthwise: Layer) -> Network:
        """The plain layer, and this one with the 1 × 1 convolution behind it."""
        net = self.volume
        for name, kind in (("plain", layers.Conv2D), ("at once", layers.SeparableConv2D)):
            net = net.add(name, kind(self.filters, self.kernel_size, **self.options), "x")
        return net.add("depthwise", depthwise, "x").add("pointwise", layers.Conv2D(self.filters, 1, use_bias=False))

    @property
    def agreements(self) -> Agreements:
        return (observable.parameters("at once"), WEIGHTS), (observable.multiplications("at once"), MACS)

    @misconception("The 1 × 1 convolution was left out: without it the channels never meet.")
    def pointwise_left_out(self) -> Network:
        return self.network.without("pointwise")

    @misconception("A kernel of the depthwise layer was made as deep as the volume. It lies on one channel alone.")
    def deep_kernels(self) -> Network:
        return self.reading(layers.Conv2D(self.channels, self.kernel_size, **self.options))

    @misconception(
        "The products of one place were counted. The same weights multiply again at every place of the output."
    )
    def one_place(self) -> Network:
        return self.network.with_arrays(x=Input(self.kernel_size, self.kernel_size, self.channels)).but(
            "plain", "depthwise", padding="valid"
        )
