"""What does 2 × 2 minimum pooling make of this 4 × 4 map?"""

from __future__ import annotations

from typing import Self

from examgen.authoring import Ask, Matrix, Network, layers, misconception, model_validator
from examgen.question_bank.pooling._pooled import PoolingMap, smallest


class MinMap(PoolingMap):
    """The smallest cell of every window; some are negative."""

    topic, level, title = "pooling", 1, "Minimum pooling by hand"
    kind = layers.MaxPooling2D
    numbers = range(-9, 20)
    stem = r"""
Minimum pooling takes the smallest number of every window. Keras has no layer for it, but $\min(x) = -\max(-x)$:
the map $X$ is negated, passes through `{{ layer }}`, and what comes out is negated again.

$$X = {{ x | matrix }}$$
"""
    p = Ask("What comes out?", Matrix())

    @model_validator(mode="after")
    def _has_no_border(self) -> Self:
        if any(map(any, self.border)):
            raise ValueError("minimum pooling has no blank cells around its map here")
        return self

    @property
    def network(self) -> Network:
        net = smallest(super().network, "p")
        assert net is not None
        return net

    @misconception("The largest number of each window was taken. Minimum pooling keeps the smallest.")
    def maximum_for_minimum(self) -> Network:
        return super().network

    @misconception("The average of each window was taken. Minimum pooling keeps the smallest number.")
    def average_for_maximum(self) -> Network:
        return self.network.swap("largest", layers.AveragePooling2D)

    @misconception(
        "The last change of sign is missing: the largest of the negated numbers is minus the smallest number."
    )
    def sign_left(self) -> Network:
        return self.network.without("p")

    @misconception("Minus signs were overlooked: a negative number is smaller than any positive one.")
    def sign_overlooked(self) -> Self | None:
        return self.but(x=tuple(tuple(abs(cell) for cell in row) for row in self.x))
