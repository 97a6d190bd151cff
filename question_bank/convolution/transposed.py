"""A 2 × 2 map passes through Conv2DTranspose(1, 3, strides=2): how large is the result, and what is it?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Grid,
    Integer,
    Matrix,
    Network,
    cells,
    misconception,
    nonzero,
    observable,
    shape,
)
from examgen.question_bank._grids import lopsided, turned
from examgen.question_bank._sizes import both, option
from examgen.question_bank.convolution._transposed import TransposedLayer


class Transposed(TransposedLayer):
    """A transposed convolution by hand: every cell leaves a copy of the kernel, and copies that overlap are added."""

    topic, level, title = "convolution", 3, "A transposed convolution"
    picture = "grids"
    stem = r"""
The map $X$ passes through {{ passed }} with the kernel $K$. The kernel is used as it stands, it is not flipped.

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
    rows = Ask("How many rows has the result?", Integer(), of=observable.shape("z", axis=0))
    z = Ask("What is the result?", Matrix(), weight=2)

    image: Grid
    kernel: Grid

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.integer("side", 2, 3)
        size = d.integer("size", 2, 3) if side == 2 else d.integer("size", 2, 2)
        return dict(
            image=d.grid("image", (side, side), range(1, 6)),
            kernel=d.grid("kernel", (size, size), nonzero(range(-3, 5))),
            **cls.drawn_layer(d, strides=(1, 2), padding=("valid",)),
        )

    def admissible(self) -> bool:
        numbers = list(cells(self.image))
        overlapping = max(both(self.strides)) < min(shape(self.kernel))
        return (overlapping or len(numbers) > 4) and len(set(numbers)) > 2 and lopsided(self.kernel)

    @property
    def dimensions(self) -> int:
        return 2

    @property
    def network(self) -> Network:
        net = Network(x=self.image, kernel=self.kernel)
        return self.transposing(net, 1, option(shape(self.kernel)), "kernel", use_bias=False)

    @misconception(
        "The copies of the kernel were put side by side. They lie a stride apart, and where they overlap they add up."
    )
    def side_by_side(self) -> Self | None:
        return self.but(strides=shape(self.kernel), output_padding=0)

    @misconception("The kernel was flipped. Every cell leaves a copy of the kernel as it stands, times its own number.")
    def kernel_flipped(self) -> Self | None:
        return self.but(kernel=turned(self.kernel))
