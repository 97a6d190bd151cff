"""3 × 3 max pooling with stride 2 of a 5 × 7 feature map: what is the output?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Draw, layers
from examgen.question_bank.pooling._pooled import PoolingMap


class Overlapping(PoolingMap):
    """Max pooling with overlapping windows, as in AlexNet."""

    topic, level, title = "pooling", 2, "Max pooling with overlapping windows"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.MaxPooling2D
    numbers = range(-9, 30)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(**cls.drawn(d, (5, 7), (3,), (2,)))
