"""Lay a 2 × 2 × 2 filter on a 3 × 3 × 2 volume, add the bias and apply ReLU: what is the feature map?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Matrix,
    Network,
    Number,
    Volume,
    cells,
    elementwise,
    layers,
    misconception,
    model_validator,
    nonzero,
    shape,
)
from examgen.question_bank.convolution._map import Pictured


class VolumeFeatureMap(Pictured):
    """One filter over several channels, with bias and ReLU, by hand."""

    topic, level, title = "convolution", 3, "A filter over several channels"
    picture = "grids"
    stem = r"""
An input volume $X$ of size {{ image | length }} × {{ image[0] | length }} × {{ image[0][0] | length }} (channels last) meets one
filter $F$ as deep as itself, with bias $b = {{ bias | number }}$. The filter is laid on as it stands (it is not flipped) and moves
{{ moves }}. {{ border }} Then ReLU is applied. Channel by channel,

$$X = {{ image | channels }}$$

$$F = {{ filter | channels }}$$
"""
    z = Ask("What does the convolution give, before ReLU?", Matrix(), weight=2)
    a = Ask("What does ReLU make of it?", Matrix(), follows="z")

    image: Volume
    filter: Volume
    bias: Number = 0

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side, channels = d.integer("side", 3, 3), d.integer("channels", 2, 3)
        image = d.volume("image", (side, side, channels), range(5))
        return dict(
            image=image,
            filter=d.volume("filter", (2, 2, len(image[0][0])), (-2, -1, 0, 1, 2)),
            bias=d.number("bias", nonzero(range(-3, 4))),
            **cls.drawn_layer(d),
        )

    @model_validator(mode="after")
    def _as_deep_as_its_input(self) -> Self:
        if (deep := shape(self.filter)[2]) != (channels := shape(self.image)[2]):
            raise ValueError(f"a filter is as deep as its input: it has {deep} channels, the input {channels}")
        return self

    @property
    def sides(self) -> tuple[int, ...]:
        return shape(self.image)[:2]

    @property
    def window(self) -> tuple[int, ...]:
        return shape(self.filter)[:2]

    def admissible(self) -> bool:
        slices = {tuple(cell[c] for row in self.filter for cell in row) for c in range(len(self.filter[0][0]))}
        z = list(cells(self.derivation().answers["z"]))
        return len(slices) > 1 and all(s.count(0) <= 1 for s in slices) and min(z) < 0 < max(z)

    @property
    def network(self) -> Network:
        net = Network(x=self.image, filter=self.filter, bias=self.bias)
        return self.convolved(net, "z", 1, ("filter", "bias")).add("a", layers.ReLU())

    @misconception(
        "The bias was added once for every channel. A filter has one bias, added after all channels are summed."
    )
    def bias_per_channel(self) -> Self | None:
        return self.but(bias=self.bias * shape(self.image)[2])

    @misconception("One slice of the filter was laid on every channel. Each channel has a slice of its own.")
    def one_slice_for_all(self) -> Self | None:
        return self.but(filter=tuple(tuple(cell[:1] * len(cell) for cell in row) for row in self.filter))

    @misconception("The average of the channels was taken. Their products are added up.")
    def channels_averaged(self) -> Network:
        depth = shape(self.image)[2]
        return self.network.with_arrays(filter=elementwise(lambda w: w / depth, self.filter))
