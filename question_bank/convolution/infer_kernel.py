"""An image and the map that a 2 × 2 kernel made of it: which kernel was it?"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Self, cast

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Grid,
    Matrix,
    Network,
    Question,
    Scalar,
    layers,
    misconception,
    model_validator,
    nonzero,
    ops,
    shape,
)
from examgen.question_bank._grids import laid_on, lopsided


class InferKernel(Question):
    """A convolution read backwards: image and map are known, the kernel is not."""

    topic, level, title = "convolution", 4, "Which kernel was it?"
    picture = "grids"
    stem = r"""
A kernel $K$ of {{ window | join(" × ") }} was laid on the image $X$ as it stands (it was not flipped), with stride 1, without
padding and without a bias. It gave the map $Z$.

$$X = {{ image | matrix }} \qquad Z = {{ output | matrix }}$$
"""
    kernel = Ask("What is $K$?", Matrix())

    image: Grid
    output: Grid

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        (a, b), (c, e) = d.grid("cells", (2, 2), range(1, 5))
        # zeros on two sides: the window in that corner meets the middle cell alone, and the weights follow one by one
        bordered = (
            ((0, 0, 0), (0, a, b), (0, c, e)),
            ((0, 0, 0), (a, b, 0), (c, e, 0)),
            ((0, a, b), (0, c, e), (0, 0, 0)),
            ((a, b, 0), (c, e, 0), (0, 0, 0)),
        )
        image = d.choice("image", bordered)
        kernel = d.grid("kernel", (2, 2), nonzero(range(-3, 5)))
        return dict(image=image, output=d.choice("output", (laid_on(kernel, image),)))

    @property
    def window(self) -> tuple[int, int]:
        """The kernel's height and width."""
        return len(self.image) - len(self.output) + 1, len(self.image[0]) - len(self.output[0]) + 1

    @model_validator(mode="after")
    def _weights_follow_one_by_one(self) -> Self:
        height, width = self.window
        if min(height, width) < 1:
            raise ValueError(f"the map {shape(self.output)} is larger than the image {shape(self.image)}")
        known: set[tuple[int, int]] = set()
        met = [
            {(r, c) for r in range(height) for c in range(width) if self.image[top + r][left + c]}
            for top in range(len(self.output))
            for left in range(len(self.output[0]))
        ]
        while found := {place for places in met if len(places - known) == 1 for place in places - known}:
            known |= found
        if len(known) < height * width:
            raise ValueError("the weights cannot be found one by one: no window meets a single unknown one")
        return self

    def admissible(self) -> bool:
        return lopsided(cast(Grid, self.derivation().answers["kernel"]))

    @property
    def network(self) -> Network:
        """Keras cuts the windows and solves for the weights under them (least squares), and then lays these on the image."""
        window, places = self.window, prod(shape(self.output))
        return (
            Network(x=self.image, z=self.output)
            .add("windows", ops.extract_patches(window, strides=1), "x")
            .add("rows", ops.reshape((places, prod(window))))
            .add("columns", ops.transpose())
            .add("products", ops.matmul(), "columns", "rows")
            .add("sums", ops.reshape((places, 1)), "z")
            .add("weighed", ops.matmul(), "columns", "sums")
            .add("weights", ops.solve(), "products", "weighed")
            .add("kernel", ops.reshape(window))
            .add("again", layers.Conv2D(1, window, use_bias=False), "x", weights=("kernel",))
            .add("map", ops.reshape(shape(self.output)))
        )

    @property
    def agreements(self) -> Agreements:
        return (("map", "z"),)

    @misconception(
        "The kernel was turned by 180°. It was laid on as it stands: its first weight meets the first cell of a window."
    )
    def flipped_kernel(self) -> Network:
        return self.network.insert_after("kernel", ops.flip(axis=(0, 1)))

    @misconception(
        "Rows and columns of the kernel were exchanged: what meets the first row of a window is its first row."
    )
    def transposed_kernel(self) -> Network | None:
        return self.network.insert_after("kernel", ops.transpose()) if len(set(self.window)) == 1 else None

    @misconception("What the other weights of the window contribute was not subtracted before dividing.")
    def nothing_subtracted(self) -> Self | None:
        return self._around_the_middle(lambda cell: 0)

    @misconception("What the other weights of the window contribute was added. It is subtracted from the cell of $Z$.")
    def added_for_subtracted(self) -> Self | None:
        return self._around_the_middle(lambda cell: -cell)

    def _around_the_middle(self, edit: Callable[[Scalar], Scalar]) -> Self | None:
        """The variant with every cell edited but the middle one, which every window of a 3 × 3 image meets."""
        if shape(self.image) != (3, 3) or self.window != (2, 2):
            return None
        rows = enumerate(self.image)
        return self.but(image=tuple(tuple(x if r == c == 1 else edit(x) for c, x in enumerate(row)) for r, row in rows))
