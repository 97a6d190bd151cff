"""How many parameters has Conv2D(16, 5) on a 32 × 32 × 3 image?"""

from __future__ import annotations

from typing import Self

from pydantic import Field

from examgen import layers, observable
from examgen.answers import Integer
from examgen.draw import Draw
from examgen.network import Input, Network, Option
from examgen.question import Ask, Question, misconception


class ParameterCount(Question):
    """Parameters of one convolution, with a bias or without."""

    topic, level, title = "convolution", 1, "Parameters of a convolution"
    stem = r"""
The layer `{{ layer }}` reads images of {{ height }} × {{ width }} pixels with {{ channels }} channels.
"""
    count = Ask("How many parameters has the layer?", Integer(), of=observable.parameters("z"))

    height: int = Field(ge=1, le=100_000)
    width: int = Field(ge=1, le=100_000)
    channels: int = Field(ge=1, le=100_000)
    filters: int = Field(ge=1, le=100_000)
    kernel_height: int = Field(ge=1, le=100)
    kernel_width: int = Field(ge=1, le=100)
    use_bias: bool = True

    @classmethod
    def draw(cls, d: Draw) -> Self:
        height, kernel = d.integer("height", 16, 128), d.integer("kernel_height", 2, 7)
        return cls(
            height=height,
            width=d.integer("width", height, height),
            channels=d.integer("channels", 2, 64),
            filters=d.integer("filters", 4, 64),
            kernel_height=kernel,
            kernel_width=d.integer("kernel_width", kernel, kernel),
            use_bias=d.choice("use_bias", (True, True, True, False)),
        )

    def admissible(self) -> bool:
        return self.channels != self.filters

    @property
    def layer(self) -> str:
        """The layer as Keras code."""
        return str(self.network.node("z").layer)

    @property
    def network(self) -> Network:
        square = self.kernel_height == self.kernel_width
        kernel: Option = self.kernel_height if square else (self.kernel_height, self.kernel_width)
        bias: dict[str, Option] = {} if self.use_bias else {"use_bias": False}
        image = Input(self.height, self.width, self.channels)
        # same: a kernel larger than the image has parameters all the same
        return Network(x=image).add("z", layers.Conv2D(self.filters, kernel, **bias))

    @misconception("The size of the image was multiplied in. The same small kernel is used at every place.")
    def image_size_counted(self) -> Network:
        bias: dict[str, Option] = {} if self.use_bias else {"use_bias": False}
        net = Network(x=Input(self.height * self.width * self.channels))
        return net.add("z", layers.Dense(self.filters, **bias))

    @misconception("One bias was counted for the whole layer. Every filter has its own.")
    def one_bias(self) -> dict[str, int] | None:
        weights = self.kernel_height * self.kernel_width * self.channels * self.filters
        return {"count": weights + 1} if self.use_bias else None
