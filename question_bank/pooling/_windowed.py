"""What everything about the windows of a pooling layer has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

from examgen.authoring import Draw, Grid, Layer, LayerType, Question, model_validator
from examgen.question_bank._sizes import Pair, Sizes, pooling, refuse_larger


class Windowed(Question):
    """Windows of one size, moved over a map."""

    x: Grid
    pool_size: Pair
    strides: Pair
    padding: Literal["valid", "same"] = "valid"

    @staticmethod
    def drawn_layer(d: Draw, sizes: Sequence[int], strides: Sequence[int], padding: str = "valid") -> dict[str, Any]:
        """The options of the layer, by name."""
        return {
            "pool_size": d.choice("pool_size", sizes),
            "strides": d.choice("strides", strides),
            "padding": d.choice("padding", (padding,)),
        }

    @property
    def size(self) -> Sizes:
        """Height and width of what the windows move over."""
        return len(self.x), len(self.x[0])

    @model_validator(mode="after")
    def _window_fits(self) -> Self:
        if self.padding == "valid":
            refuse_larger(self.pool_size, self.size)
        return self

    def pooling(self, kind: LayerType) -> Layer:
        """The layer, of one kind of pooling or the other."""
        return pooling(kind, self.pool_size, self.strides, self.padding)
