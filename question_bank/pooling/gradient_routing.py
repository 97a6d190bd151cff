"""A feature map, max pooling and the upstream gradient: what is the gradient with respect to the feature map?"""

from math import prod
from typing import Literal

from examgen.authoring import Ask, Draw, Field, Grid, Matrix, Network
from examgen.authoring import cells, layers, misconception, nonzero, observable, ops, shape
from examgen.question_bank._grids import one_channel, refuse_other_shape
from examgen.question_bank._sizes import both
from examgen.question_bank.pooling._windowed import Windowed

KINDS = {"maximum": layers.MaxPooling2D, "average": layers.AveragePooling2D}


class GradientRouting(Windowed):
    """The backward pass of max pooling and of average pooling."""

    topic, level, title = "pooling", 3, "The gradient of a pooling layer"
    picture = "grids"
    stem = r"""
A pooling layer with {{ pool_size[0] }} × {{ pool_size[1] }} windows and {% if strides[0] == strides[1] %}stride {{ strides[0] }}{% else
%}strides {{ strides[0] }} (down) and {{ strides[1] }} (to the right){% endif %} is applied to the feature map $X$; $P$ is its output. The
backward pass has computed the gradient of the loss $L$ with respect to $P$:

$$X = {{ x | matrix }} \qquad \frac{\partial L}{\partial P} = {{ upstream | matrix }}$$

If the maximum occurs more than once in a window, use its first occurrence in row-by-row order.
"""
    maximum = Ask(
        r"Compute $\frac{\partial L}{\partial X}$ for max pooling.",
        Matrix(),
        of=observable.gradient("loss of maximum", "x"),
    )
    average = Ask(
        r"Compute $\frac{\partial L}{\partial X}$ for average pooling.",
        Matrix(decimals=2),
        of=observable.gradient("loss of average", "x"),
    )
    upstream: Grid = Field(description="Gradient of the loss with respect to the output of the layer.")
    padding: Literal["valid"] = Field("valid", description="Padding of the layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        layer = cls.drawn_layer(d, (2,), (1, 2, 2))
        side = 3 if both(layer["strides"]) == (1, 1) else 4
        x = d.grid("x", (d.integer("rows", side, side), d.integer("columns", side, side)), range(10))
        windows = zip(shape(x), both(layer["pool_size"]), both(layer["strides"]), strict=True)
        rows, columns = (max((n - f) // s + 1, 1) for n, f, s in windows)
        return dict(x=x, upstream=d.grid("upstream", (rows, columns), nonzero(range(-6, 7))), **layer)

    def check(self) -> None:
        axes = zip(self.size, self.pool_size, self.strides, strict=True)
        refuse_other_shape("upstream", self.upstream, tuple((n - f) // s + 1 for n, f, s in axes), "the output")

    def admissible(self) -> bool:
        several = len({abs(cell) for cell in cells(self.upstream)}) > 2
        return several and all(len(set(cells(slopes))) > 1 for slopes in self.derivation().answers.values())

    @property
    def network(self) -> Network:
        net = Network(x=self.x, upstream=one_channel(self.upstream))
        for name, kind in KINDS.items():
            net = net.add(name, self.pooling(kind), "x").add(f"loss of {name}", ops.multiply(), name, "upstream")
        return net

    @misconception("You divided the gradient among the positions. In max pooling all of it goes to the maximum.")
    def average_for_maximum(self) -> Network:
        return self.network.swap("maximum", layers.AveragePooling2D)

    @misconception("You gave the whole gradient to one position. In average pooling all positions share it equally.")
    def maximum_for_average(self) -> Network:
        return self.network.swap("average", layers.MaxPooling2D)

    @misconception(
        "You gave every position the whole gradient. The derivative of the mean of {{ pool_size[0] * pool_size[1] }} "
        "values with respect to each value is 1/{{ pool_size[0] * pool_size[1] }}."
    )
    def not_shared_out(self) -> Network:
        return self.network.insert_after("loss of average", ops.multiply(), cells=prod(self.pool_size))

    @misconception("You left out $\\partial L / \\partial P$. By the chain rule, multiply by it.")
    def upstream_ignored(self) -> Network:
        return self.network.with_arrays(upstream=tuple(tuple((1,) for _ in row) for row in self.upstream))
