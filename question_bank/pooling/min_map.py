"""2 × 2 min pooling of a 4 × 4 feature map: what is the output?"""

from __future__ import annotations

from typing import Self

from examgen.authoring import Ask, Matrix, Network, layers, misconception, model_validator
from examgen.question_bank.pooling._pooled import PoolingMap, smallest


class MinMap(PoolingMap):
    """Min pooling: the minimum of every window."""

    topic, level, title = "pooling", 1, "Min pooling by hand"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.MaxPooling2D
    numbers = range(-9, 20)
    stem = r"""
Min pooling takes the minimum of every window. Keras has no such layer, but $\min(x) = -\max(-x)$: the feature map $X$ is negated,
`{{ layer }}` is applied, and the output is negated again.

$$X = {{ x | matrix }}$$
"""
    p = Ask("Compute the output.", Matrix())

    @model_validator(mode="after")
    def _has_no_border(self) -> Self:
        if any(map(any, self.border)):
            raise ValueError("min pooling takes no blank border here")
        return self

    @property
    def network(self) -> Network:
        net = smallest(super().network, "p")
        assert net is not None
        return net

    @misconception("You took the maximum of each window. Min pooling takes the minimum.")
    def maximum_for_minimum(self) -> Network:
        return super().network

    @misconception("You took the mean of each window. Min pooling takes the minimum.")
    def average_for_maximum(self) -> Network:
        return self.network.swap("largest", layers.AveragePooling2D)

    @misconception("You did not negate the output. The maximum of the negated values is the negative of the minimum.")
    def sign_left(self) -> Network:
        return self.network.without("p")

    @misconception("You ignored the minus signs. A negative value is smaller than any positive one.")
    def sign_overlooked(self) -> Self | None:
        return self.but(x=tuple(tuple(abs(cell) for cell in row) for row in self.x))
