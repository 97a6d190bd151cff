"""A 3 × 3 convolution from 32 to 64 channels and its depthwise separable version: how much does it save?"""

from math import prod
from typing import Literal

from examgen.authoring import Agreements, Ask, Count, Draw, Field, Input, Layer, Network, Option, Real, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import Unit, counting
from examgen.question_bank._volume import ConvolvesVolume

PLAIN_WEIGHTS, PLAIN_MACS = observable.parameters("plain"), observable.multiplications("plain")
WEIGHTS = observable.parameters("depthwise", "pointwise")
MACS = observable.total(observable.multiplications("depthwise"), observable.multiplications("pointwise"))


class DepthwiseSeparable(ConvolvesVolume):
    """A standard convolution and a depthwise separable convolution, as in MobileNet."""

    topic, level, title = "convolution", 3, "Depthwise separable convolution"
    conventions = ("channels_last", "valid_padding", "unit_stride", "macs")
    picture = "network"
    stem = r"""
The standard layer `{{ network.node("plain").layer }}` is applied to a volume of shape {{ height }} × {{ width }} × {{ channels }}. It
is replaced by a depthwise separable convolution: `{{ network.node("depthwise").layer }}`, which applies a separate kernel to each
channel, followed by `{{ network.node("pointwise").layer }}`.
{%- if millions %} Give all counts in millions.{% endif %}
"""
    strides: Count = Field(1, description="Stride.")
    padding: Literal["valid", "same"] = Field("same", description="Padding: valid or same.")
    millions: bool = Field(False, description="Whether counts are asked for in millions.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            **cls.drawn_volume(d, (14, 28, 28, 32, 56), (4, 6, 8, 10, 12, 16, 20, 32)),
            filters=d.choice("filters", (16, 32, 64, 128)),
            kernel_size=3,
            padding=d.choice("padding", ("same", "valid")),
        )

    def admissible(self) -> bool:
        return self.channels < self.filters

    @property
    def asks(self) -> dict[str, Ask]:
        unit: Unit = "millions" if self.millions else "ones"
        return {
            "depthwise": Ask("What is the output shape of the depthwise layer?", Shape(rank=3)),
            "plain_weights": counting("How many weights does the standard layer have?", PLAIN_WEIGHTS, unit),
            "weights": counting("How many weights do the two layers have together?", WEIGHTS, unit),
            "plain_macs": counting(
                "How many MACs does the standard layer perform?",
                PLAIN_MACS,
                unit,
                follows=("depthwise", "plain_weights"),
                continues=lambda q, answers: answers["plain_weights"] * prod(answers["depthwise"][:2]),
            ),
            "macs": counting(
                "How many MACs do the two layers perform together?",
                MACS,
                unit,
                follows=("depthwise", "weights"),
                continues=lambda q, answers: answers["weights"] * prod(answers["depthwise"][:2]),
            ),
            "part": Ask(
                "Divide the MACs of the two layers together by those of the standard layer. What is the result?",
                Real(decimals=3),
                of=observable.ratio(MACS, PLAIN_MACS),
                follows=("plain_macs", "macs"),
            ),
        }

    @property
    def options(self) -> dict[str, Option]:
        """The options of the standard and the depthwise layer."""
        return {"strides": self.strides, "padding": self.padding, "use_bias": False}

    @property
    def sketch(self) -> Network:
        """The standard layer, and the two layers that replace it."""
        return self.network.needed_for(("plain", "pointwise"))

    @property
    def network(self) -> Network:
        return self.reading(layers.DepthwiseConv2D(self.kernel_size, **self.options))

    def reading(self, depthwise: Layer) -> Network:
        """The standard layer, and this layer followed by the 1 × 1 convolution."""
        net = self.volume
        for name, kind in (("plain", layers.Conv2D), ("at once", layers.SeparableConv2D)):
            net = net.add(name, kind(self.filters, self.kernel_size, **self.options), "x")
        return net.add("depthwise", depthwise, "x").add("pointwise", layers.Conv2D(self.filters, 1, use_bias=False))

    @property
    def agreements(self) -> Agreements:
        return (observable.parameters("at once"), WEIGHTS), (observable.multiplications("at once"), MACS)

    @misconception("You left out the 1 × 1 convolution, which combines the channels after the depthwise layer.")
    def pointwise_left_out(self) -> Network:
        return self.network.without("pointwise")

    @misconception("You used filters over all channels in the depthwise layer. It applies one kernel to each channel.")
    def deep_kernels(self) -> Network:
        return self.reading(layers.Conv2D(self.channels, self.kernel_size, **self.options))

    @misconception("You counted one position only. The kernels are applied at every position of the output.")
    def one_place(self) -> Network:
        return self.network.with_arrays(x=Input(self.kernel_size, self.kernel_size, self.channels)).but(
            "plain", "depthwise", padding="valid"
        )
