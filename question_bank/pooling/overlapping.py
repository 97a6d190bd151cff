"""3 × 3 max pooling with stride 2 of a 5 × 7 feature map: what is the output?"""

from examgen.authoring import Ask, Draw, Matrix, Network, layers
from examgen.question_bank.pooling._pooled import POOLING, PoolingMap, drawn, pooled, side_by_side


class Overlapping(PoolingMap):
    """Max pooling with overlapping windows, as in AlexNet."""

    topic, level, title = "pooling", 2, "Max pooling with overlapping windows"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.MaxPooling2D
    picture, stem = "grids", POOLING
    misconceptions = (side_by_side,)
    p = Ask("Compute the output of the pooling layer.", Matrix())

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d, range(-9, 30), (5, 7), (3,), (2,))

    @property
    def network(self) -> Network:
        return pooled(self)
