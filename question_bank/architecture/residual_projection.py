"""A residual block of stride 2 from 56 × 56 × 64 to 128 channels: what does it give, and what does its shortcut own?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import Ask, Count, Draw, Integer, Network, Observable, Shape, layers, misconception, observable
from examgen.question_bank._volume import ReadsVolume


class ResidualProjection(ReadsVolume):
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
    filters: Count
    """Filters of every convolutional layer of the block."""
    kernel: Count
    """Side of the kernels on the main path."""
    strides: Count
    """Stride of the first convolutional layer and of the shortcut."""
    use_bias: bool
    """Whether the convolutional layers have biases."""
    normalised: bool
    """Whether batch normalization follows every convolution."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        volume = cls.drawn_volume(d, d.integer("height", 14, 64), (8, 16, 24, 32, 48, 64))
        normalised = d.choice("normalised", (True, False))
        return dict(
            **volume,
            filters=d.choice("filters", [times * volume["channels"] for times in (2, 2, 4)]),
            kernel=d.choice("kernel", (3,)),
            strides=d.choice("strides", (2, 2, 3)),
            use_bias=d.choice("use_bias", (not normalised,)),
            normalised=normalised,
        )

    @property
    def asks(self) -> Mapping[str, Ask]:
        def owned(*names: str) -> Observable:
            norms = [f"{name} norm" for name in names if self.normalised]
            return observable.parameters(*names, *norms)

        return {
            "y": Ask("What is the shape of the block's output?", Shape()),
            "main": Ask("How many parameters has the main path?", Integer(), of=owned("conv1", "conv2")),
            "side": Ask("How many parameters has the shortcut?", Integer(), of=owned("shortcut")),
        }

    @property
    def network(self) -> Network:
        net = self._convolved(self.volume, "conv1", self.kernel, self.strides).add("relu1", layers.ReLU())
        main = self._convolved(net, "conv2", self.kernel, 1)
        net = self._convolved(main, "shortcut", 1, self.strides, "x")
        return net.add("sum", layers.Add(), main.last, net.last).add("y", layers.ReLU())

    def _convolved(self, net: Network, name: str, kernel: int, strides: int, *reads: str) -> Network:
        """The network with a convolution, and batch normalisation behind it if there is any."""
        padding = "valid" if kernel == 1 else "same"
        layer = layers.Conv2D(self.filters, kernel, strides=strides, padding=padding, use_bias=self.use_bias)
        net = net.add(name, layer, *reads)
        return net.add(f"{name} norm", layers.BatchNormalization()) if self.normalised else net

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
        for name in ("conv1", "conv2", "shortcut"):
            net = net.swap(f"{name} norm", layers.LayerNormalization) if self.normalised else net
        return net
