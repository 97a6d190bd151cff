"""Which convolution computes what Dense(4096) computes on a flattened 7 × 7 × 512 volume?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Count,
    Draw,
    Input,
    Integer,
    Network,
    Question,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
)


class AsConvolution(Question):
    """The convolution that equals a dense layer, and what it gives on a larger picture."""

    topic, level, title = "dense", 3, "A dense layer as a convolution"
    stem = r"""
A network flattens a volume of {{ side }} × {{ side }} × {{ channels }} numbers (height × width × channels) and reads it
with `Dense({{ units }})`. The dense layer is replaced by a convolution without padding and with stride 1, which reads
the volume as it is and computes the same {{ units }} numbers with the same weights.
"""
    kernel = Ask("What is the side of its square filters?", Integer(), of=observable.shape("x", axis=0))
    filters = Ask("How many filters has it?", Integer(), of=observable.shape("same", axis=2))
    count = Ask("How many parameters has it, biases included?", Integer(), of=observable.parameters("same"))
    larger_map = Ask(
        "A larger picture gives a volume of {{ larger }} × {{ larger }} × {{ channels }} at this place. "
        "What shape has the output of the convolution now?",
        Shape(rank=3),
    )

    side: Count
    channels: Count
    units: Count
    larger: Count

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.integer("side", 3, 8)
        return dict(
            side=side,
            channels=d.choice("channels", (8, 16, 20, 32, 64, 128, 256, 512)),
            units=d.choice("units", (10, 50, 84, 100, 120, 200, 500, 1000, 4096)),
            larger=d.integer("larger", side + 2, 2 * side + 4),
        )

    @model_validator(mode="after")
    def _is_larger(self) -> Self:
        if self.larger < self.side:
            raise ValueError(
                f"the filters are as large as the volume ({self.side}), and do not fit one of side {self.larger}"
            )
        return self

    @property
    def network(self) -> Network:
        convolution = layers.Conv2D(self.units, self.side)
        volume, larger = (Input(side, side, self.channels) for side in (self.side, self.larger))
        net = Network(x=volume, larger=larger)
        net = net.add("flat", layers.Flatten(), "x").add("dense", layers.Dense(self.units))
        return net.add("same", convolution, "x").add("larger_map", convolution, "larger")

    @property
    def agreements(self) -> Agreements:
        return ((observable.parameters("same"), observable.parameters("dense")),)

    @misconception(
        "A 1 × 1 filter sees one place. A unit of the dense layer sees the whole volume, and so must a filter."
    )
    def one_by_one(self) -> dict[str, int | tuple[int, ...]]:
        count = (self.channels + 1) * self.units
        return {"kernel": 1, "count": count, "larger_map": (self.larger, self.larger, self.units)}

    @misconception("The number of filters is the number of units, not of channels: every filter computes one unit.")
    def filter_per_channel(self) -> dict[str, int] | None:
        return {"filters": self.channels} if self.channels != self.units else None

    @misconception(
        "On a larger volume the filter stands at several places, and at each of them it gives a number for the output."
    )
    def stays_one_cell(self) -> dict[str, tuple[int, ...]]:
        return {"larger_map": (1, 1, self.units)}

    @misconception("The filter moves by one cell, not by its own size.")
    def side_by_side(self) -> Network:
        return self.network.but("larger_map", strides=self.side)
