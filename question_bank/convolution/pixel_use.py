"""How often does a 3 × 3 kernel use the corner of an 8 × 8 image, a pixel at its edge, and one in the middle?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)


class PixelUse(Question):
    """How many windows a pixel lies in, which is why borders count for less without padding."""

    topic, level, title = "convolution", 2, "How often a pixel is used"
    stem = r"""
A kernel of size $f \times f$, $f = {{ f }}$, moves with stride $s = {{ s }}$ over an image of {{ n }} × {{ n }} pixels.
{%- if p %} The image has a border of zeros, $p = {{ p }}$ wide.{% else %} There is no padding.{% endif %}
A pixel is used once for every window that it lies in. Rows and columns of the image are counted from 1.
"""
    n: int = Field(ge=1, le=1000)
    f: int = Field(ge=1)
    p: int = Field(ge=0)
    s: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            n=d.integer("n", 6, 32), f=d.integer("f", 2, 5), p=d.choice("p", (0, 0, 1, 2)), s=d.choice("s", (1, 1, 2))
        )

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        if self.f > self.n + 2 * self.p:
            raise ValueError(
                f"the kernel (f = {self.f}) is larger than the padded image (n + 2p = {self.n + 2 * self.p})"
            )
        return self

    @property
    def middle(self) -> int:
        """The row and the column in the middle, from 1; the upper left one of two."""
        return (self.n + 1) // 2

    @property
    def asks(self) -> Mapping[str, Ask]:
        places = {"corner": (1, 1), "edge": (1, self.middle), "centre": (self.middle, self.middle)}
        uses = observable.pixel_use("z", "x")
        return {
            name: Ask(
                f"How often is the pixel in row {row}, column {column} used?",
                Integer(),
                of=observable.cell(uses, row - 1, column - 1, 0),
            )
            for name, (row, column) in places.items()
        }

    def admissible(self) -> bool:
        uses = self.derivation().answers
        return self.p < self.f - 1 and self.n >= 2 * self.f and uses["corner"] != uses["centre"]

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=self.p))
        return net.add("z", layers.Conv2D(1, self.f, strides=self.s))

    @misconception(
        "Every pixel was taken to lie in $f^2$ windows. Near the border there are fewer, with a stride everywhere."
    )
    def border_like_the_middle(self) -> dict[str, int]:
        return dict.fromkeys(self.asks, self.f**2)

    @misconception("Windows were counted along one direction only. They move both ways: multiply the two counts.")
    def one_direction(self) -> Network | None:
        return self.network.but("z", kernel_size=(1, self.f)) if self.s == 1 and not self.p else None

    @misconception("A pixel at the edge was taken for a corner. Along the edge the kernel still passes over it.")
    def edge_like_a_corner(self) -> dict[str, int]:
        return {"edge": (self.p // self.s + 1) ** 2}
