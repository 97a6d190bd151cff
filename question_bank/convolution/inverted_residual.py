"""A block of MobileNetV2 expands 16 channels to 96, filters each of them and projects to 24: which volumes, how many weights?"""

from __future__ import annotations

from math import prod
from typing import Any, ClassVar, Self

from examgen.authoring import (
    Ask,
    Count,
    Draw,
    Integer,
    Layer,
    Network,
    Option,
    Shape,
    layers,
    misconception,
    observable,
)
from examgen.question_bank._counted import MAC
from examgen.question_bank._volume import ReadsVolume


class InvertedResidual(ReadsVolume):
    """The volumes through a block that is wide inside, where a depthwise layer works, and what the block costs."""

    topic, level, title = "convolution", 3, "A block of MobileNetV2"
    stem = r"""
A block of MobileNetV2 reads a volume of {{ height }} × {{ width }} × {{ channels }} (channels last). It expands the channels,
lays a kernel of its own on each of them, and projects what comes out:

1. `{{ network.node("expanded").layer }}`
2. `{{ network.node("depthwise").layer }}`
3. `{{ network.node("projected").layer }}`

{{ mac }}
"""
    mac: ClassVar[str] = MAC
    expanded = Ask("Which volume goes into the depthwise layer?", Shape(rank=3))
    depthwise = Ask("Which volume comes out of it?", Shape(rank=3), follows="expanded")
    projected = Ask("Which volume does the block give?", Shape(rank=3), follows="depthwise")
    weights = Ask(
        "How many weights has the block?",
        Integer(),
        of=observable.parameters(),
        follows="expanded",
        continues=lambda q, answers: answers["expanded"][2] * (q.channels + q.kernel_size**2 + q.filters),
    )
    macs = Ask(
        "How many MACs does it take?",
        Integer(),
        of=observable.multiplications(),
        follows=("expanded", "depthwise", "projected"),
        continues=lambda q, answers: (
            prod(answers["expanded"]) * q.channels
            + prod(answers["depthwise"]) * q.kernel_size**2
            + prod(answers["projected"]) * answers["depthwise"][2]
        ),
    )

    expansion: Count
    filters: Count
    kernel_size: Count
    strides: Count

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.choice("height", (8, 12, 14, 16, 20, 24, 28, 32))
        return dict(
            **cls.drawn_volume(d, side, (8, 10, 12, 16, 20, 24)),
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
            self.volume.add("expanded", layers.Conv2D(self.expansion * self.channels, 1, use_bias=False))
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

    @misconception(
        "The stride was taken for 1. Behind it there are fewer places, and every weight multiplies once at each."
    )
    def stride_ignored(self) -> Self | None:
        return self.but(strides=1) if self.strides > 1 else None
