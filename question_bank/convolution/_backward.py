"""The backward pass of a convolution by hand."""

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
from examgen.question_bank._grids import lopsided, one_channel, refuse_other_shape
from examgen.question_bank._sizes import Pair, Sizes, both, option


class Backward(Question):
    """One kernel on one image, and the gradient of the loss with respect to the feature map."""

    conventions = ("cross_correlation",)
    picture = "grids"
    stem = r"""
A convolutional layer without padding and with {{ moves }} applies the kernel $K$ with bias $b$ to the image $X$; $Z$ is the feature map.
Backpropagation has computed the gradient of the loss $L$ with respect to $Z$:

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }} \qquad \frac{\partial L}{\partial Z} = {{ upstream | matrix }}$$
"""
    image: Grid
    """Input image."""
    kernel: Grid
    """Kernel."""
    upstream: Grid
    """Gradient of the loss with respect to the feature map."""
    strides: Pair = (1, 1)
    """Vertical and horizontal stride."""

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
            raise ValueError("the kernel must not be larger than the image")
        refuse_other_shape("upstream", self.upstream, places, "the feature map")
        return self

    def admissible(self) -> bool:
        slopes = list(cells(self.upstream))
        return lopsided(self.kernel) and lopsided(self.upstream) and slopes.count(0) <= len(slopes) // 3

    @property
    def moves(self) -> str:
        """The stride in words."""
        down, across = self.strides
        return f"stride {down}" if down == across else f"strides {down} (down) and {across} (to the right)"

    @property
    def network(self) -> Network:
        net = Network(image=self.image, kernel=self.kernel, bias=0, upstream=one_channel(self.upstream))
        layer = layers.Conv2D(1, option(shape(self.kernel)), strides=option(self.strides))
        return net.add("z", layer, "image", weights=("kernel", "bias")).add("loss", ops.multiply(), "z", "upstream")

    @misconception("You left out $\\partial L / \\partial Z$. By the chain rule, multiply by it.")
    def upstream_ignored(self) -> Self | None:
        return self.but(upstream=tuple((1,) * len(row) for row in self.upstream))


def _places(image: Grid, kernel: Grid, strides: Sizes) -> Sizes:
    """Rows and columns of the feature map."""
    (height, width), (rows, columns) = shape(image), shape(kernel)
    return (height - rows) // strides[0] + 1, (width - columns) // strides[1] + 1
