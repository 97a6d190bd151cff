"""Lay a 3 × 3 kernel on a 5 × 5 image: what is the feature map?"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from examgen import layers
from examgen.answers import Matrix
from examgen.arrays import Grid, Number
from examgen.draw import Draw
from examgen.network import Network
from examgen.question import Ask, Question


class FeatureMap(Question):
    """The map of one kernel over one picture, by hand."""

    topic, level, title = "convolution", 2, "A feature map by hand"
    stem = r"""
A convolution without padding moves with stride {{ s }} over the image $X$. Its kernel $K$ is laid on the image as it stands, it is
not flipped.{% if bias %} The bias is {{ bias | number }}.{% endif %}

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
    z = Ask("What is the feature map?", Matrix())

    image: Grid
    kernel: Grid
    bias: Number = 0
    s: int = Field(default=1, ge=1)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        side = d.integer("side", 4, 5)
        return cls(
            image=d.grid("image", (side, side), range(6)),
            kernel=d.grid("kernel", (side - 2, side - 2), (-1, 0, 1, 2)),
            bias=d.number("bias", (0,)),
            s=d.integer("s", 1, 1),
        )

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        if len(self.kernel) > len(self.image) or len(self.kernel[0]) > len(self.image[0]):
            raise ValueError("the kernel is larger than the image")
        return self

    def admissible(self) -> bool:
        weights = [w for row in self.kernel for w in row]
        return weights.count(0) <= len(weights) // 2 and len(set(weights)) > 1

    @property
    def network(self) -> Network:
        net = Network(x=self.image, kernel=self.kernel, bias=self.bias)
        size = (len(self.kernel), len(self.kernel[0]))
        layer = layers.Conv2D(1, size[0] if size[0] == size[1] else size, **({} if self.s == 1 else {"strides": self.s}))
        return net.add("z", layer, "x", weights=("kernel", "bias"))
