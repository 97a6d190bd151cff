"""2 × 2 max pooling of a 4 × 4 feature map: what is the output?"""

from __future__ import annotations

from examgen.authoring import Network, layers, misconception
from examgen.question_bank.pooling._pooled import PoolingMap, smallest


class MaxMap(PoolingMap):
    """Max pooling: the maximum of every window."""

    topic, level, title = "pooling", 1, "Max pooling by hand"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.MaxPooling2D
    numbers = range(-9, 20)

    @misconception("You took the minimum of each window. Max pooling takes the maximum.")
    def minimum_for_maximum(self) -> Network | None:
        return smallest(self.network, "p")
