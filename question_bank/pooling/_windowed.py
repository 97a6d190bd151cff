"""The windows of a pooling layer on a feature map."""

from collections.abc import Sequence
from typing import Any, Literal

from examgen.authoring import Draw, Field, Grid, Layer, LayerType, Question, cells, model_validator
from examgen.question_bank._grids import blocks, laid_on
from examgen.question_bank._sizes import Pair, Sizes, moved_by_its_size, pooling, refuse_larger


class Windowed(Question):
    """A feature map and the windows of a pooling layer."""

    x: Grid = Field(description="Feature map.")
    pool_size: Pair = Field(description="Height and width of the pooling windows.")
    strides: Pair = Field(None, description="Vertical and horizontal stride; defaults to the pool size.")  # type: ignore[assignment]
    padding: Literal["valid", "same"] = Field("valid", description="Padding of the layer: valid or same.")

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

    def check(self) -> None:
        if self.padding == "valid":
            refuse_larger(self.pool_size, self.size)

    def pooling(self, kind: LayerType) -> Layer:
        """The layer with this pooling operation."""
        return pooling(kind, self.pool_size, self.strides, self.padding)


def signed_kernel(d: Draw) -> Grid:
    """Weights that leave windows without a positive value."""
    a, b, c, e = d.sample("weights", (-2, -1, 1, 2), 4)
    return ((a, b), (c, e))


def biases_between(image: Grid, kernel: Grid, size: int) -> tuple[int, ...]:
    """Biases with which one or two of the pooling windows hold no positive value, and no sum is 0."""
    sums = laid_on(kernel, image)
    maxima = list(map(max, blocks(sums, size)))
    fitting = (b for b in range(-6, 0) if -b not in cells(sums) and 1 <= sum(top + b < 0 for top in maxima) <= 2)
    return tuple(fitting) or (-1,)
