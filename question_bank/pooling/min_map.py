"""2 × 2 min pooling of a 4 × 4 feature map: what is the output?"""

from examgen.authoring import Ask, Draw, Matrix, Network, Question, layers, misconception
from examgen.question_bank.pooling._pooled import PoolingMap, drawn, pooled, side_by_side, smallest


class MinMap(PoolingMap):
    """Min pooling: the minimum of every window."""

    topic, level, title = "pooling", 1, "Min pooling by hand"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.MaxPooling2D
    picture = "grids"
    misconceptions = (side_by_side,)
    stem = r"""
Min pooling takes the minimum of every window. Keras has no such layer, but $\min(x) = -\max(-x)$: the feature map $X$ is negated,
`{{ layer }}` is applied, and the output is negated again.

$$X = {{ x | matrix }}$$
"""
    p = Ask("Compute the output.", Matrix())

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d, range(-9, 20))

    def check(self) -> None:
        if any(map(any, self.border)) or self.dilation_rate > 1:
            raise ValueError("min pooling takes no blank border and no dilation here")

    @property
    def network(self) -> Network:
        net = smallest(pooled(self), "p")
        assert net is not None
        return net

    @misconception("You took the maximum of each window. Min pooling takes the minimum.")
    def maximum_for_minimum(self) -> Network:
        return pooled(self)

    @misconception("You took the mean of each window. Min pooling takes the minimum.")
    def average_for_maximum(self) -> Network:
        return self.network.swap("largest", layers.AveragePooling2D)

    @misconception("You did not negate the output. The maximum of the negated values is the negative of the minimum.")
    def sign_left(self) -> Network:
        return self.network.without("p")

    @misconception("You ignored the minus signs. A negative value is smaller than any positive one.")
    def sign_overlooked(self) -> Question | None:
        return self.but(x=tuple(tuple(abs(cell) for cell in row) for row in self.x))
