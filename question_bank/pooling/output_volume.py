"""A 55 × 55 × 96 volume, MaxPooling2D(3, strides=2): what volume comes out, and how many parameters has the layer?"""

from __future__ import annotations

from typing import Any, Literal, Self

from examgen.authoring import (
    Ask,
    Draw,
    Input,
    Integer,
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
from examgen.question_bank._sizes import Pair, both, option, pooling, refuse_larger
from examgen.question_bank._volume import ReadsVolume

READ, GIVEN = observable.shape("all read", axis=0), observable.shape("all given", axis=0)
KINDS = {"max": layers.MaxPooling2D, "average": layers.AveragePooling2D}


class OutputVolume(ReadsVolume):
    """The volume that a pooling layer gives: smaller in height and width, as deep as before, and nothing to learn."""

    topic, level, title = "pooling", 2, "Output volume of a pooling layer"
    stem = r"""
The layer `{{ layer }}` reads a volume of {{ height }} × {{ width }} × {{ channels }} (height × width × channels).
"""
    p = Ask("Which volume does it give?", Shape(rank=3), weight=2)
    loss = Ask(
        "By how many per cent does the number of values go down?",
        Real(decimals=1),
        of=observable.scaled(observable.ratio(observable.difference(READ, GIVEN), READ), 100),
        follows="p",
    )
    count = Ask("How many parameters has the layer?", Integer(), of=observable.parameters("p"))

    pool_size: Pair
    strides: Pair
    padding: Literal["valid", "same"] = "valid"
    pooling: Literal["max", "average"] = "max"

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height = d.integer("height", 12, 128)
        return dict(
            height=height,
            width=d.choice("width", (height, height, height + d.integer("wider", 1, 32))),
            channels=d.choice("channels", (3, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256)),
            pool_size=both(d.choice("pool_size", (2, 3))),
            strides=both(d.choice("strides", (2, 3))),
            padding=d.choice("padding", ("valid", "valid", "same")),
            pooling=d.choice("pooling", ("max", "average")),
        )

    @model_validator(mode="after")
    def _window_fits(self) -> Self:
        if self.padding == "valid":
            refuse_larger(self.pool_size, (self.height, self.width))
        return self

    def admissible(self) -> bool:
        return self.strides <= self.pool_size

    @property
    def layer(self) -> Layer:
        """The layer as a student would write it."""
        return pooling(KINDS[self.pooling], self.pool_size, self.strides, self.padding)

    @property
    def network(self) -> Network:
        return self.reading(self.layer)

    def reading(self, layer: Layer) -> Network:
        """The layer in its place, and how many numbers it reads and gives."""
        net = self.volume.add("all read", layers.Flatten(), "x")
        return net.add("p", layer, "x").add("all given", layers.Flatten(), "p")

    @misconception("The depth was divided as well. Every channel is pooled on its own, so that all of them remain.")
    def depth_shrinks(self) -> Network | None:
        depth = self.channels // self.strides[0]
        return (
            self.network.with_arrays(narrow=Input(self.height, self.width, depth)).rewire("p", "narrow")
            if depth
            else None
        )

    @misconception("The channels were pooled into one. Every channel is pooled on its own, so that all of them remain.")
    def one_map(self) -> Network:
        return self.network.with_arrays(flat=Input(self.height, self.width, 1)).rewire("p", "flat")

    @misconception(
        "The cells of the window were counted as weights. Pooling takes a maximum or a mean: nothing is learnt."
    )
    def weights_counted(self) -> Network:
        options: dict[str, Option] = {"strides": option(self.strides), "padding": self.padding, "use_bias": False}
        return self.reading(layers.DepthwiseConv2D(option(self.pool_size), **options))
