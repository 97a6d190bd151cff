"""What does max pooling with 3 × 3 windows and stride 2 make of this 5 × 7 map?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Draw, layers
from examgen.question_bank.pooling._pooled import PoolingMap


class Overlapping(PoolingMap):
    """Max pooling whose windows share a row or a column, as in AlexNet."""

    topic, level, title = "pooling", 2, "Max pooling with overlapping windows"
    kind = layers.MaxPooling2D
    numbers = range(-9, 30)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(**cls.drawn(d, (5, 7), (3,), (2,)))
