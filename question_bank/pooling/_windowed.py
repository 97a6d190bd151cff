"""The windows of a pooling layer on a feature map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

from examgen.authoring import Draw, Field, Grid, Layer, LayerType, Question, model_validator
from examgen.question_bank._sizes import Pair, Sizes, moved_by_its_size, pooling, refuse_larger


class Windowed(Question):
    """A feature map and the windows of a pooling layer."""

    x: Grid
    """Feature map."""
    pool_size: Pair
    """Height and width of the pooling windows."""
    strides: Pair = Field(default=None)  # type: ignore[assignment]  # the pool size, see below
    """Vertical and horizontal stride; defaults to the pool size."""
    padding: Literal["valid", "same"] = "valid"
    """Padding of the layer: valid or same."""

    @staticmethod
    def drawn_layer(d: Draw, sizes: Sequence[int], strides: Sequence[int], padding: str = "valid") -> dict[str, Any]:
        """The options of the layer, by name."""
        pool_size = d.choice("pool_size", sizes)
        return {
            "pool_size": pool_size,
            "strides": d.choice("strides", strides) or pool_size,
            "padding": d.choice("padding", (padding,)),
        }

    _default_stride = model_validator(mode="before")(moved_by_its_size)

    @property
    def size(self) -> Sizes:
        """Height and width of the input of the windows."""
        return len(self.x), len(self.x[0])

    @model_validator(mode="after")
    def _window_fits(self) -> Self:
        if self.padding == "valid":
            refuse_larger(self.pool_size, self.size)
        return self

    def pooling(self, kind: LayerType) -> Layer:
        """The layer with this pooling operation."""
        return pooling(kind, self.pool_size, self.strides, self.padding)
