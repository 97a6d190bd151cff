"""A residual block of stride 2 from 56 × 56 × 64 to 128 channels: what does it give, and what does its shortcut own?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from examgen import layers, observable
from examgen.answers import Integer, Shape
from examgen.draw import Draw
from examgen.network import Input, Network
from examgen.question import Ask, Question, misconception
from examgen.question_bank.architecture._rows import Count


class ResidualProjection(Question):
    """Shapes and parameters of a residual block whose shortcut is a 1 × 1 convolution."""

    topic, level, title = "architecture", 3, "Shapes and parameters of a residual block"
    picture = "network"
    stem = r"""
A residual block reads maps of {{ height }} × {{ width }} × {{ channels }} (height × width × channels). On its main path stand

- `{{ network.node("conv1").layer }}`,{% if normalised %} batch normalisation,{% endif %} ReLU,
- `{{ network.node("conv2").layer }}`{% if normalised %}, batch normalisation{% endif %};

on its shortcut, so that the two can be added,

- `{{ network.node("shortcut").layer }}`{% if normalised %}, batch normalisation{% endif %}.

After the sum comes ReLU. {% if normalised %}Parameters that are not trained count as well.{% endif %}
"""
    height: Count
    width: Count
    channels: Count
    filters: Count
    kernel: Count
    strides: Count
    use_bias: bool
    normalised: bool

    @classmethod
    def draw(cls, d: Draw) -> Self:
        channels, height = d.choice("channels", (8, 16, 24, 32, 48, 64)), d.integer("height", 14, 64)
        normalised = d.choice("normalised", (True, False))
        return cls(
            height=height,
            width=d.choice("width", (height,)),
            channels=channels,
            filters=d.choice("filters", (2 * channels, 2 * channels, 4 * channels)),
            kernel=d.choice("kernel", (3,)),
            strides=d.choice("strides", (2, 2, 3)),
            use_bias=d.choice("use_bias", (not normalised,)),
            normalised=normalised,
        )

    @property
    def asks(self) -> Mapping[str, Ask]:
        main, side = ["conv1", "conv2"], ["shortcut"]
        if self.normalised:
            main, side = [*main, "norm1", "norm2"], [*side, "shortcut_norm"]
        return {
            "y": Ask("What is the shape of the block's output?", Shape()),
            "main": Ask("How many parameters has the main path?", Integer(), of=observable.parameters(*main)),
            "side": Ask("How many parameters has the shortcut?", Integer(), of=observable.parameters(*side)),
        }

    @property
    def network(self) -> Network:
        bias = {} if self.use_bias else {"use_bias": False}
        net = Network(x=Input(self.height, self.width, self.channels))
        net = net.add("conv1", layers.Conv2D(self.filters, self.kernel, strides=self.strides, padding="same", **bias))
        net = net.add("norm1", layers.BatchNormalization()) if self.normalised else net
        net = net.add("relu1", layers.ReLU())
        net = net.add("conv2", layers.Conv2D(self.filters, self.kernel, padding="same", **bias))
        net = net.add("norm2", layers.BatchNormalization()) if self.normalised else net
        main = net.last
        net = net.add("shortcut", layers.Conv2D(self.filters, 1, strides=self.strides, **bias), "x")
        net = net.add("shortcut_norm", layers.BatchNormalization()) if self.normalised else net
        return net.add("sum", layers.Add(), main, net.last).add("y", layers.ReLU())

    @misconception(
        "The two paths were laid side by side. They are added cell by cell, so the number of channels stays."
    )
    def concatenated(self) -> Network:
        return self.network.swap("sum", layers.Concatenate)

    @misconception(
        "The shortcut was given the kernel of the main path. A kernel of 1 × 1 is enough to change the number of channels."
    )
    def shortcut_with_large_kernel(self) -> Network:
        return self.network.but("shortcut", kernel_size=self.kernel, padding="same")

    @misconception(
        "The second convolution was taken to read the channels of the input. It reads those that the first one gives."
    )
    def second_reads_the_input(self) -> Network:
        return self.network.rewire("conv2", "x").but("conv2", strides=self.strides)

    @misconception("Two parameters were counted for each normalised channel. It has four, two of which are trained.")
    def two_of_four(self) -> Network | None:
        net = self.network
        for name in ("norm1", "norm2", "shortcut_norm"):
            net = net.swap(name, layers.LayerNormalization) if self.normalised else net
        return net
