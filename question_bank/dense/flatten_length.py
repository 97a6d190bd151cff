"""A 32 × 32 × 3 picture passes two blocks of convolution and pooling: how long is the flattened vector?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from examgen.authoring import (
    Ask,
    Count,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
    ops,
)
from examgen.question_bank._ordinals import ordinal


class FlattenLength(Question):
    """What is left of a picture when it reaches the first dense layer."""

    topic, level, title = "dense", 2, "From the picture to the flattened vector"
    picture = "network"
    axes: ClassVar = {"filters": "blocks", "kernels": "blocks"}
    stem = r"""
Pictures of {{ side }} × {{ side }} pixels with {{ channels }} channel{{ "s" if channels > 1 }} pass through
{% for node in network.nodes[:-1] %}`{{ node.layer }}`, {% endfor %}and then `Flatten()`. Options that
are not given have Keras's defaults. A window that does not fit entirely is left out.
"""
    side: Count
    channels: Count
    filters: tuple[Count, ...] = Field(min_length=1)
    kernels: tuple[Count, ...] = Field(min_length=1)
    pool: Count = 2
    padding: str = Field(default="valid", pattern="^(valid|same)$")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            side=d.integer("side", 20, 64),
            channels=d.choice("channels", (1, 3)),
            filters=d.choice("filters", tuple((k, 2 * k) for k in (4, 5, 6, 8, 10, 12, 16, 20, 24, 32))),
            kernels=d.choice("kernels", ((3, 3), (5, 3), (5, 5))),
            pool=d.choice("pool", (2, 2, 3)),
            padding=d.choice("padding", ("valid", "valid", "same")),
        )

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        if min(side for side, _ in self.pooled) < 1:
            raise ValueError(f"a picture of side {self.side} is used up before it is flattened")
        return self

    def admissible(self) -> bool:
        # a window that does not fit: rounding must be right
        return self.pooled[-1][0] > 1 and any(rest for _, rest in self.pooled)

    @property
    def pooled(self) -> tuple[tuple[int, int], ...]:
        """The side of the map after each block, and how many cells are left out; to draw by, never the key."""
        sides: list[tuple[int, int]] = []
        for kernel in self.kernels:
            side = sides[-1][0] if sides else self.side
            sides.append(divmod(side if self.padding == "same" else side - kernel + 1, self.pool))
        return tuple(sides)

    @property
    def asks(self) -> Mapping[str, Ask]:
        asks: dict[str, Ask] = {}
        for i, name in enumerate(self.each("p"), start=1):
            pooling = f"the {ordinal(i)} `{self.network.code(name)}`"
            text = f"What shape (height × width × channels) does {pooling} give?"
            asks[name] = Ask(text, Shape(rank=3), follows=tuple(asks)[-1:])
        text = "How many numbers has the flattened vector?"
        return asks | {"length": Ask(text, Integer(), of=observable.shape("flat", axis=0), follows=self.each("p")[-1])}

    def each(self, letter: str) -> tuple[str, ...]:
        """What all convolutions (``z1``, ``z2``, …) or all pooling layers give (``p1``, ``p2``, …)."""
        return tuple(f"{letter}{i}" for i in range(1, len(self.filters) + 1))

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.side, self.side, self.channels))
        for z, p, filters, kernel in zip(self.each("z"), self.each("p"), self.filters, self.kernels, strict=True):
            net = net.add(z, layers.Conv2D(filters, kernel, padding=self.padding))
            net = net.add(p, layers.MaxPooling2D(self.pool))
        return net.add("flat", layers.Flatten())

    @misconception(
        "The channels were left out at the end: every filter gives a map of its own, and all of them are flattened."
    )
    def one_map_flattened(self) -> Network:
        return self.network.insert_between(self.each("p")[-1], "flat", ops.mean(axis=-1))

    @misconception(
        "Every filter was taken to give a map for each channel. It adds up over the channels and gives one map."
    )
    def maps_multiplied(self) -> Network | None:
        net = self.network
        for z, filters in zip(self.each("z"), self.filters, strict=True):
            net = net.swap(z, layers.DepthwiseConv2D).but(z, depth_multiplier=filters)
        return net if self.channels > 1 or len(self.filters) > 1 else None

    @misconception("The size was rounded up at the pooling. Without padding, a window that does not fit is left out.")
    def pooling_rounded_up(self) -> Network:
        return self.network.but(*self.each("p"), padding="same")

    @misconception(
        "The convolutions were taken to keep the size. Without padding, a kernel of side f takes f − 1 rows away."
    )
    def convolution_keeps_size(self) -> Network:
        return self.network.but(*self.each("z"), padding="same")
