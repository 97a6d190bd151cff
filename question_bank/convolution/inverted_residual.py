"""A block of MobileNetV2 expands 16 channels to 96, filters each of them and projects to 24: which volumes, how many weights?"""

from __future__ import annotations

from typing import Self

from pydantic import Field

from examgen import layers, observable
from examgen.answers import Integer, Shape
from examgen.draw import Draw
from examgen.network import Input, Layer, Network, Option
from examgen.question import Ask, Question, misconception


class InvertedResidual(Question):
    """The volumes through a block that is wide inside, where a depthwise layer works, and what the block costs."""

    topic, level, title = "convolution", 3, "A block of MobileNetV2"
    stem = r"""
A block of MobileNetV2 reads a volume of {{ height }} × {{ width }} × {{ channels }} (channels last). It expands the channels,
lays a kernel of its own on each of them, and projects what comes out:

1. `{{ network.node("expanded").layer }}`
2. `{{ network.node("depthwise").layer }}`
3. `{{ network.node("projected").layer }}`

A multiply-accumulate (MAC) is one weight times one number, added to a sum; products with padded zeros count as well.
"""
    expanded = Ask("Which volume goes into the depthwise layer?", Shape(rank=3))
    depthwise = Ask("Which volume comes out of it?", Shape(rank=3), follows="expanded")
    projected = Ask("Which volume does the block give?", Shape(rank=3), follows="depthwise")
    weights = Ask("How many weights has the block?", Integer(), of=observable.parameters())
    macs = Ask("How many MACs does it take?", Integer(), of=observable.multiplications())

    height: int = Field(ge=1, le=10_000)
    width: int = Field(ge=1, le=10_000)
    channels: int = Field(ge=1, le=100_000)
    expansion: int = Field(ge=1, le=100)
    filters: int = Field(ge=1, le=100_000)
    kernel_size: int = Field(ge=1, le=100)
    strides: int = Field(ge=1, le=100)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        side = d.choice("height", (8, 12, 14, 16, 20, 24, 28, 32))
        return cls(
            height=side,
            width=d.integer("width", side, side),
            channels=d.choice("channels", (8, 10, 12, 16, 20, 24)),
            expansion=d.integer("expansion", 2, 6),
            filters=d.choice("filters", (8, 10, 12, 16, 20, 24, 30, 32)),
            kernel_size=d.choice("kernel_size", (3, 3, 5)),
            strides=d.choice("strides", (1, 2)),
        )

    def admissible(self) -> bool:
        return self.channels != self.filters

    @property
    def network(self) -> Network:
        options: dict[str, Option] = {"strides": self.strides, "padding": "same", "use_bias": False}
        return self.around(layers.DepthwiseConv2D(self.kernel_size, **options))

    def around(self, inner: Layer) -> Network:
        """The block with this layer inside."""
        return (
            Network(x=Input(self.height, self.width, self.channels))
            .add("expanded", layers.Conv2D(self.expansion * self.channels, 1, use_bias=False))
            .add("depthwise", inner)
            .add("projected", layers.Conv2D(self.filters, 1, use_bias=False))
        )

    @misconception(
        "The block was not expanded: the depthwise layer has as many channels as the first layer has filters."
    )
    def not_expanded(self) -> Self | None:
        return self.but(expansion=1)

    @misconception("A kernel of the depthwise layer was made as deep as the volume. It lies on one channel alone.")
    def deep_kernels(self) -> Network:
        options = self.network.node("depthwise").layer.options
        return self.around(layers.Conv2D(self.expansion * self.channels, **options))

    @misconception("The products were counted at the places of the input. Behind a stride there are fewer.")
    def stride_ignored(self) -> Self | None:
        return self.but(strides=1) if self.strides > 1 else None
