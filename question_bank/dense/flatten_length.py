"""A 32 × 32 × 3 picture passes two blocks of convolution and pooling: how long is the flattened vector?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from examgen import layers, observable, ops
from examgen.answers import Integer, Shape
from examgen.draw import Draw
from examgen.network import Input, Layer, Network, Option
from examgen.question import Ask, Question, misconception

Count = Annotated[int, Field(ge=1, le=100_000)]


class FlattenLength(Question):
    """What is left of a picture when it reaches the first dense layer."""

    topic, level, title = "dense", 2, "From the picture to the flattened vector"
    picture = "network"
    stem = r"""
Pictures of {{ side }} × {{ side }} pixels with {{ channels }} channel{{ "s" if channels > 1 }} pass through
{% for layer in stack %}`{{ layer }}`, {% endfor %}and then `Flatten()`. A window that does not fit entirely is left
out.
"""
    side: Count
    channels: Count
    filters: tuple[Count, ...] = Field(min_length=1)
    kernels: tuple[Count, ...] = Field(min_length=1)
    pool: Count = 2
    padding: str = Field(default="valid", pattern="^(valid|same)$")

    @classmethod
    def draw(cls, d: Draw) -> Self:
        return cls(
            side=d.integer("side", 20, 64),
            channels=d.choice("channels", (1, 3)),
            filters=d.choice("filters", tuple((k, 2 * k) for k in (4, 5, 6, 8, 10, 12, 16, 20, 24, 32))),
            kernels=d.choice("kernels", ((3, 3), (5, 3), (5, 5))),
            pool=d.choice("pool", (2, 2, 3)),
            padding=d.choice("padding", ("valid", "valid", "same")),
        )

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        if len(self.filters) != len(self.kernels):
            raise ValueError(f"there are {len(self.filters)} numbers of filters, but {len(self.kernels)} kernel sizes")
        side = self.side
        for kernel in self.kernels:
            side = (side if self.padding == "same" else side - kernel + 1) // self.pool
            if side < 1:
                raise ValueError(f"a picture of side {self.side} is used up before it is flattened")
        return self

    def admissible(self) -> bool:
        side, rest = self.side, 0
        for kernel in self.kernels:
            side = side if self.padding == "same" else side - kernel + 1
            side, rest = side // self.pool, rest + side % self.pool
        return rest > 0 and side > 1  # a window that does not fit: rounding must be right

    @property
    def asks(self) -> Mapping[str, Ask]:
        count = len(self.filters)
        asks = {
            f"p{i}": Ask(
                f"What shape (height × width × channels) does the {_place(i)} `{layers.MaxPooling2D(self.pool)}` give?",
                Shape(rank=3),
                follows=f"p{i - 1}" if i > 1 else (),
            )
            for i in range(1, count + 1)
        }
        text = "How many numbers has the flattened vector?"
        return {**asks, "length": Ask(text, Integer(), of=observable.shape("flat", axis=0), follows=f"p{count}")}

    @property
    def stack(self) -> tuple[str, ...]:
        """The layers before the last as Keras code."""
        return tuple(str(node.layer) for node in self.network.nodes[:-1])

    @property
    def network(self) -> Network:
        return self._built(lambda filters, kernel, options: layers.Conv2D(filters, kernel, **options))

    def _built(self, convolution: Callable[[int, int, dict[str, Option]], Layer]) -> Network:
        net = Network(x=Input(self.side, self.side, self.channels))
        same: dict[str, Option] = {"padding": "same"} if self.padding == "same" else {}
        for i, (filters, kernel) in enumerate(zip(self.filters, self.kernels, strict=True), start=1):
            net = net.add(f"z{i}", convolution(filters, kernel, same)).add(f"p{i}", layers.MaxPooling2D(self.pool))
        return net.add("flat", layers.Flatten())

    @misconception(
        "The channels were left out at the end: every filter gives a map of its own, and all of them are flattened."
    )
    def one_map_flattened(self) -> Network:
        net = self.network
        return Network(net.arrays, net.nodes[:-1]).add("one map", ops.mean(axis=-1)).add("flat", layers.Flatten())

    @misconception(
        "Every filter was taken to give a map for each channel. It adds up over the channels and gives one map."
    )
    def maps_multiplied(self) -> Network | None:
        if self.channels == 1 and len(self.filters) == 1:
            return None
        return self._built(
            lambda filters, kernel, options: layers.DepthwiseConv2D(kernel, depth_multiplier=filters, **options)
        )

    @misconception("The size was rounded up at the pooling. Without padding, a window that does not fit is left out.")
    def pooling_rounded_up(self) -> Network:
        net = self.network
        for i in range(1, len(self.filters) + 1):
            net = net.but(f"p{i}", padding="same")
        return net

    @misconception(
        "The convolutions were taken to keep the size. Without padding, a kernel of side f takes f − 1 rows away."
    )
    def convolution_keeps_size(self) -> Network | None:
        net = self.network
        for i in range(1, len(self.filters) + 1):
            net = net.but(f"z{i}", padding="same")
        return net if self.padding == "valid" else None


def _place(i: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(i, f"{i}th")
