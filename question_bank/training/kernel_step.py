"""A 2 × 2 kernel on a 3 × 3 image, the gradient by its map is known: what is the kernel after one step?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Grid,
    Matrix,
    Network,
    cells,
    layers,
    misconception,
    model_validator,
    observable,
    ops,
    optimizers,
    shape,
)
from examgen.question_bank.training._step import DescentStep


def _places(image: Grid, kernel: Grid) -> tuple[int, int]:
    """How many places the kernel has on the image, down and across."""
    return len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1


class KernelStep(DescentStep):
    """The gradient by a kernel, which is used at many places, and its step, by hand."""

    topic, level, title = "training", 4, "A training step of a kernel"
    picture = "grids"
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

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        image = d.grid("image", (3, 3), range(4))
        kernel = d.grid("kernel", (2, 2), (-2, -1, 1, 2))
        return dict(
            image=image,
            kernel=kernel,
            upstream=d.grid("upstream", _places(image, kernel), (-2, -1, 0, 1, 2)),
            learning_rate=d.choice("learning_rate", (0.1, 0.2, 0.5)),
        )

    @model_validator(mode="after")
    def _map_fits(self) -> Self:
        if min(places := _places(self.image, self.kernel)) < 1:
            raise ValueError("the kernel is larger than the image")
        if shape(self.upstream) != places:
            raise ValueError(
                f"the map is {places[0]} × {places[1]}, so upstream cannot have shape {shape(self.upstream)}"
            )
        return self

    def admissible(self) -> bool:
        slopes, image = list(cells(self.upstream)), list(cells(self.image))
        return slopes[0] != 0 and slopes.count(0) <= 1 and len(set(slopes)) > 2 and image.count(0) <= 2

    @property
    def network(self) -> Network:
        size, places = shape(self.kernel), shape(self.upstream)
        net = Network(image=self.image, kernel=self.kernel, G=self.upstream)
        net = net.add("met", layers.Conv2D(1, places, use_bias=False), "image", weights=("G",))
        net = self.stepped(net.add("dk", ops.reshape(size)), "kernel", "dk")
        net = net.add("map", layers.Conv2D(1, size, use_bias=False), "image", weights=("kernel",))
        return net.add("Z", ops.reshape(places)).add("weighed", ops.multiply(), "Z", "G").add("L", ops.sum())

    @property
    def agreements(self) -> Agreements:
        step = observable.after_step("kernel", "L", optimizers.SGD(self.learning_rate))
        return (("dk", observable.gradient("L", "kernel")), ("updated", step))

    @misconception(
        "Only the first window was counted. The kernel is used at every place, and all of them add to its gradient."
    )
    def first_window_only(self) -> Network:
        first, *rows = self.upstream
        alone = ((first[0], *(0,) * (len(first) - 1)), *((0,) * len(row) for row in rows))
        return self.network.with_arrays(G=alone)

    @misconception(
        "G was turned by 180° before it was laid on the image. That is how the image gets its gradient, not the kernel."
    )
    def flipped_kernel(self) -> Network:
        return self.network.with_arrays(G=tuple(row[::-1] for row in reversed(self.upstream)))

    @misconception("G was transposed: its rows run along the rows of the image, not along its columns.")
    def transposed_kernel(self) -> Network | None:
        square = len(self.upstream) == len(self.upstream[0])
        return self.network.with_arrays(G=tuple(zip(*self.upstream, strict=True))) if square else None
