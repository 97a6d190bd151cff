"""The backward pass of a convolution by hand."""

from typing import Any

from examgen.authoring import Draw, Field, Grid, Network, Question, cells, layers, misconception, nonzero, ops, shape
from examgen.question_bank._grids import lopsided, map_size, one_channel, refuse_other_shape
from examgen.question_bank._sizes import Pair, both, option

BACKWARD = r"""
A convolutional layer without padding and with {{ moves }} applies the kernel $K$ with bias $b$ to the image $X$; $Z$ is the feature map.
Backpropagation has computed the gradient of the loss $L$ with respect to $Z$:

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }} \qquad \frac{\partial L}{\partial Z} = {{ upstream | matrix }}$$
"""
"""The statement."""


class Backward(Question):
    """One kernel on one image, and the gradient of the loss with respect to the feature map."""

    image: Grid = Field(description="Input image.")
    kernel: Grid = Field(description="Kernel.")
    upstream: Grid = Field(description="Gradient of the loss with respect to the feature map.")
    strides: Pair = Field((1, 1), description="Vertical and horizontal stride.")

    def check(self) -> None:
        places = map_size(self.image, self.kernel, self.strides)
        if min(places) < 1:
            raise ValueError("the kernel must not be larger than the image")
        refuse_other_shape("upstream", self.upstream, places, "the feature map")

    def admissible(self) -> bool:
        slopes = list(cells(self.upstream))
        return lopsided(self.kernel) and lopsided(self.upstream) and slopes.count(0) <= len(slopes) // 3

    @property
    def moves(self) -> str:
        """The stride in words."""
        down, across = self.strides
        return f"stride {down}" if down == across else f"strides {down} (down) and {across} (to the right)"


def drawn(d: Draw) -> dict[str, Any]:
    """A kernel on an image with stride 1, and a gradient of the size of the feature map."""
    side, size, strides = d.integer("side", 4, 4), d.integer("size", 2, 2), both(d.choice("strides", (1,)))
    image = d.grid("image", (side, side), range(6))
    kernel = d.grid("kernel", (size, size), nonzero(range(-3, 4)))
    rows, columns = map_size(image, kernel, strides)
    upstream = d.grid("upstream", (max(rows, 1), max(columns, 1)), range(-2, 4))
    return dict(image=image, kernel=kernel, upstream=upstream, strides=strides)


def forward_pass(q: Backward) -> Network:
    """The feature map ``z``, and ``loss``, whose gradient with respect to ``z`` is the given one."""
    net = Network(image=q.image, kernel=q.kernel, bias=0, upstream=one_channel(q.upstream))
    layer = layers.Conv2D(1, option(shape(q.kernel)), strides=option(q.strides))
    return net.add("z", layer, "image", weights=("kernel", "bias")).add("loss", ops.multiply(), "z", "upstream")


@misconception("You left out $\\partial L / \\partial Z$. By the chain rule, multiply by it.")
def upstream_ignored(q: Backward) -> Backward | None:
    """The variant whose upstream gradient is 1 everywhere."""
    return q.but(upstream=tuple((1,) * len(row) for row in q.upstream))
