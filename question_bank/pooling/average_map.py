"""What does 2 × 2 average pooling make of this 4 × 4 map?"""

from __future__ import annotations

from examgen import layers
from examgen.network import Network
from examgen.question import misconception
from examgen.question_bank.pooling._pooled import PoolingMap


class AverageMap(PoolingMap):
    """The mean of every window."""

    topic, level, title = "pooling", 1, "Average pooling by hand"
    pooling = layers.AveragePooling2D

    @misconception("The cells of each window were added up but not divided by how many there are.")
    def sum_for_average(self) -> Network:
        ones = tuple((1,) * self.pool for _ in range(self.pool))
        summing = layers.Conv2D(1, self.pool, strides=self.s, use_bias=False)
        return Network(x=self.x, ones=ones).add("p", summing, "x", weights=("ones",))
