"""What does 2 × 2 max pooling make of this 4 × 4 map?"""

from __future__ import annotations

from examgen.authoring import Network, layers, misconception
from examgen.question_bank.pooling._pooled import PoolingMap, smallest


class MaxMap(PoolingMap):
    """The largest cell of every window."""

    topic, level, title = "pooling", 1, "Max pooling by hand"
    kind = layers.MaxPooling2D
    numbers = range(-9, 20)

    @misconception("The smallest cell of each window was taken. Max pooling keeps the largest.")
    def minimum_for_maximum(self) -> Network | None:
        return smallest(self.network, "p")
