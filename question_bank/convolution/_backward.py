"""What going back through a convolution by hand has in common."""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Draw,
    Grid,
    Network,
    Question,
    cells,
    layers,
    misconception,
    model_validator,
    nonzero,
    ops,
    shape,
)
from examgen.question_bank._grids import lopsided, one_channel
from examgen.question_bank._sizes import Pair, Sizes, both, option


class Backward(Question):
    """One kernel on one image, and the gradient of the loss that has come back to the map."""

    picture = "grids"
    stem = r"""
A convolution without padding and with {{ moves }} lays the kernel $K$ on the image $X$ as it stands, adds the bias
$b$ and gives the map $Z$. Backpropagation has brought the gradient of the loss $L$ back to $Z$:

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }} \qquad \frac{\partial L}{\partial Z} = {{ upstream | matrix }}$$
"""
    image: Grid
    kernel: Grid
    upstream: Grid
    strides: Pair = (1, 1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side, size, strides = d.integer("side", 4, 4), d.integer("size", 2, 2), both(d.choice("strides", (1,)))
        image = d.grid("image", (side, side), range(6))
        kernel = d.grid("kernel", (size, size), nonzero(range(-3, 4)))
        rows, columns = _places(image, kernel, strides)
        upstream = d.grid("upstream", (max(rows, 1), max(columns, 1)), range(-2, 4))
        return dict(image=image, kernel=kernel, upstream=upstream, strides=strides)

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        places = _places(self.image, self.kernel, self.strides)
        if min(places) < 1:
            raise ValueError("the kernel is larger than the image")
        if shape(self.upstream) != places:
            raise ValueError(f"the map has {places} cells, so its gradient has as many, not {shape(self.upstream)}")
        return self

    def admissible(self) -> bool:
        slopes = list(cells(self.upstream))
        return lopsided(self.kernel) and lopsided(self.upstream) and slopes.count(0) <= len(slopes) // 3

    @property
    def moves(self) -> str:
        """How the kernel moves, in words."""
        down, across = self.strides
        return f"stride {down}" if down == across else f"stride {down} downwards and {across} to the right"

    @property
    def network(self) -> Network:
        net = Network(image=self.image, kernel=self.kernel, bias=0, upstream=one_channel(self.upstream))
        layer = layers.Conv2D(1, option(shape(self.kernel)), strides=option(self.strides))
        return net.add("z", layer, "image", weights=("kernel", "bias")).add("loss", ops.multiply(), "z", "upstream")

    @misconception("The gradient that comes back was taken for 1. By the chain rule everything is weighed with it.")
    def upstream_ignored(self) -> Self | None:
        return self.but(upstream=tuple((1,) * len(row) for row in self.upstream))


def _places(image: Grid, kernel: Grid, strides: Sizes) -> Sizes:
    """Rows and columns of the map."""
    (height, width), (rows, columns) = shape(image), shape(kernel)
    return (height - rows) // strides[0] + 1, (width - columns) // strides[1] + 1
