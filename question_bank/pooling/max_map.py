"""2 × 2 max pooling of a 4 × 4 feature map: what is the output?"""

from examgen.authoring import Ask, Draw, Matrix, Network, layers, misconception
from examgen.question_bank.pooling._pooled import POOLING, PoolingMap, drawn, pooled, side_by_side, smallest


class MaxMap(PoolingMap):
    """Max pooling: the maximum of every window."""

    topic, level, title = "pooling", 1, "Max pooling by hand"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.MaxPooling2D
    picture, stem = "grids", POOLING
    misconceptions = (side_by_side,)
    p = Ask("Compute the output of the pooling layer.", Matrix())

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d, range(-9, 20))

    @property
    def network(self) -> Network:
        return pooled(self)

    @misconception("You took the minimum of each window. Max pooling takes the maximum.")
    def minimum_for_maximum(self) -> Network | None:
        return smallest(self.network, "p")
