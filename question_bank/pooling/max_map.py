"""What does 2 × 2 max pooling make of this 4 × 4 map?"""

from __future__ import annotations

from examgen import layers
from examgen.question_bank.pooling._pooled import PoolingMap


class MaxMap(PoolingMap):
    """The largest cell of every window."""

    topic, level, title = "pooling", 1, "Max pooling by hand"
    pooling = layers.MaxPooling2D
