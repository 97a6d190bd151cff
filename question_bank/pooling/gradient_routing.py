"""A map, max pooling, and the gradient that arrives from above: where in the map does it go?"""

from __future__ import annotations

from math import prod
from typing import Any, Literal, Self

from examgen.authoring import (
    Ask,
    Draw,
    Grid,
    Matrix,
    Network,
    cells,
    layers,
    misconception,
    model_validator,
    nonzero,
    observable,
    ops,
    shape,
)
from examgen.question_bank._grids import one_channel
from examgen.question_bank._sizes import both
from examgen.question_bank.pooling._windowed import Windowed

KINDS = {"maximum": layers.MaxPooling2D, "average": layers.AveragePooling2D}


class GradientRouting(Windowed):
    """Back through a pooling layer: to the cell that won, or to all cells of the window in equal parts."""

    topic, level, title = "pooling", 3, "The gradient of a pooling layer"
    picture = "grids"
    stem = r"""
A pooling layer reads the map $X$ and gives $P$. Its windows of {{ pool_size[0] }} × {{ pool_size[1] }} move by
{{ strides[0] }} cell{{ "s" if strides[0] > 1 }} down and {{ strides[1] }} across. From the layers after it comes the
gradient of the loss $L$ by $P$:

$$X = {{ x | matrix }} \qquad \frac{\partial L}{\partial P} = {{ upstream | matrix }}$$

Where several cells of a window are equally large, the first of them counts as the maximum, read row by row.
"""
    maximum = Ask(
        r"What is $\frac{\partial L}{\partial X}$ if the layer is max pooling?",
        Matrix(),
        of=observable.gradient("loss of maximum", "x"),
    )
    average = Ask(
        r"What is $\frac{\partial L}{\partial X}$ if it is average pooling?",
        Matrix(decimals=2),
        of=observable.gradient("loss of average", "x"),
    )

    upstream: Grid
    padding: Literal["valid"] = "valid"

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        layer = cls.drawn_layer(d, (2,), (1, 2, 2))
        side = 3 if both(layer["strides"]) == (1, 1) else 4
        x = d.grid("x", (d.integer("rows", side, side), d.integer("columns", side, side)), range(10))
        windows = zip(shape(x), both(layer["pool_size"]), both(layer["strides"]), strict=True)
        rows, columns = (max((n - f) // s + 1, 1) for n, f, s in windows)
        return dict(x=x, upstream=d.grid("upstream", (rows, columns), nonzero(range(-6, 7))), **layer)

    @model_validator(mode="after")
    def _gradient_fits(self) -> Self:
        rows, columns = ((n - f) // s + 1 for n, f, s in zip(self.size, self.pool_size, self.strides, strict=True))
        if shape(self.upstream) != (rows, columns):
            raise ValueError(
                f"the layer gives {rows} × {columns} numbers, so does the gradient: got {shape(self.upstream)}"
            )
        return self

    def admissible(self) -> bool:
        several = len({abs(cell) for cell in cells(self.upstream)}) > 2
        return several and all(len(set(cells(slopes))) > 1 for slopes in self.derivation().answers.values())

    @property
    def network(self) -> Network:
        net = Network(x=self.x, upstream=one_channel(self.upstream))
        for name, kind in KINDS.items():
            net = net.add(name, self.pooling(kind), "x").add(f"loss of {name}", ops.multiply(), name, "upstream")
        return net

    @misconception(
        "The gradient was spread over the window. Only the largest cell made the maximum: it gets all of it."
    )
    def average_for_maximum(self) -> Network:
        return self.network.swap("maximum", layers.AveragePooling2D)

    @misconception("One cell got the whole gradient. Every cell of the window made the mean: each gets an equal part.")
    def maximum_for_average(self) -> Network:
        return self.network.swap("average", layers.MaxPooling2D)

    @misconception(
        "Every cell got the whole gradient. In a mean each of $k$ cells counts $1/k$, and so does its gradient."
    )
    def not_shared_out(self) -> Network:
        return self.network.insert_after("loss of average", ops.multiply(), cells=prod(self.pool_size))

    @misconception("The gradient from above was taken for 1. By the chain rule what arrives from above is passed on.")
    def upstream_ignored(self) -> Network:
        return self.network.with_arrays(upstream=tuple(tuple((1,) for _ in row) for row in self.upstream))
