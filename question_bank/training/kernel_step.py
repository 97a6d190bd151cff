"""A 2 × 2 kernel on a 3 × 3 image, the gradient by its map is known: what is the kernel after one step?"""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from examgen import layers, observable, ops, optimizers
from examgen.answers import Matrix
from examgen.arrays import Grid
from examgen.draw import Draw
from examgen.network import Network
from examgen.question import Ask, Question, misconception


class KernelStep(Question):
    """The gradient by a kernel, which is used at many places, and its step, by hand."""

    topic, level, title = "training", 4, "A training step of a kernel"
    picture = "grids"
    symbols: ClassVar = {"learning_rate": r"\eta"}
    stem = r"""
A convolution (stride 1, no padding, no bias) lays the kernel $K$ as it stands on the image $X$ and gives the map $Z$.
Backpropagation has worked out $G = \partial L / \partial Z$. The kernel is trained by plain gradient descent with
learning rate $\eta = {{ learning_rate | number }}$.

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }} \qquad G = {{ upstream | matrix }}$$
"""
    dk = Ask(r"What is $\partial L / \partial K$?", Matrix(), weight=2)
    updated = Ask("What is the kernel after one step?", Matrix(decimals=2), follows="dk")

    image: Grid
    kernel: Grid
    upstream: Grid
    learning_rate: float = Field(gt=0)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        image = d.grid("image", (3, 3), range(4))
        kernel = d.grid("kernel", (2, 2), (-2, -1, 1, 2))
        map_size = (len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1)
        return cls(
            image=image,
            kernel=kernel,
            upstream=d.grid("upstream", map_size, (-2, -1, 0, 1, 2)),
            learning_rate=d.choice("learning_rate", (0.1, 0.2, 0.5)),
        )

    @model_validator(mode="after")
    def _map_fits(self) -> Self:
        rows, columns = len(self.image) - len(self.kernel) + 1, len(self.image[0]) - len(self.kernel[0]) + 1
        if rows < 1 or columns < 1:
            raise ValueError("the kernel is larger than the image")
        if (len(self.upstream), len(self.upstream[0])) != (rows, columns):
            raise ValueError(
                f"the map is {rows} × {columns}, so upstream is not {len(self.upstream)} × {len(self.upstream[0])}"
            )
        return self

    def admissible(self) -> bool:
        slopes, cells = ([cell for row in grid for cell in row] for grid in (self.upstream, self.image))
        return self.upstream[0][0] != 0 and slopes.count(0) <= 1 and len(set(slopes)) > 2 and cells.count(0) <= 2

    @property
    def network(self) -> Network:
        size, places = (len(self.kernel), len(self.kernel[0])), (len(self.upstream), len(self.upstream[0]))
        net = Network(image=self.image, kernel=self.kernel, G=self.upstream, rate=self.learning_rate)
        net = net.add("met", layers.Conv2D(1, places, use_bias=False), "image", weights=("G",))
        net = net.add("dk", ops.reshape(size)).add("step", ops.multiply(), "rate", "dk")
        net = net.add("updated", ops.subtract(), "kernel", "step")
        net = net.add("map", layers.Conv2D(1, size, use_bias=False), "image", weights=("kernel",))
        return net.add("Z", ops.reshape(places)).add("weighed", ops.multiply(), "Z", "G").add("L", ops.sum())

    @property
    def agreements(self) -> tuple[tuple[observable.Observable, observable.Observable], ...]:
        rule = optimizers.SGD(self.learning_rate)
        return (
            (observable.value("dk"), observable.gradient("L", "kernel")),
            (observable.value("updated"), observable.after_step("kernel", "L", rule)),
        )

    @misconception(
        "Only the first window was counted. The kernel is used at every place, and all of them add to its gradient."
    )
    def first_window_only(self) -> Network:
        first, *rows = self.upstream
        alone = ((first[0], *(0,) * (len(first) - 1)), *((0,) * len(row) for row in rows))
        return self.network.having(G=alone)

    @misconception(
        "G was turned by 180° before it was laid on the image. That is how the image gets its gradient, not the kernel."
    )
    def flipped_kernel(self) -> Network:
        return self.network.having(G=tuple(row[::-1] for row in reversed(self.upstream)))

    @misconception("The step went uphill: the learning rate times the gradient is subtracted.")
    def uphill(self) -> Network:
        return self.network.swap("updated", ops.add)

    @misconception("The learning rate is missing: the gradient is multiplied by it before it is subtracted.")
    def rate_left_out(self) -> Network:
        return self.network.rewire("updated", "kernel", "dk")
