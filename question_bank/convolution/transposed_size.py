"""Conv2DTranspose(64, 4, strides=2) on a 14 × 14 × 128 volume: what is the output shape, and how many parameters are there?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import Ask, Draw, Field, Input, Network, PositiveInt, Shape, misconception
from examgen.question_bank._counted import parameters_of
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._transposed import TransposedLayer


class TransposedSize(TransposedLayer):
    """Output shape and parameters of a transposed convolution with one to three spatial axes."""

    topic, level, title = "convolution", 2, "Output shape of a transposed convolution"
    conventions = ("channels_last", "valid_padding", "unit_stride", "bias")
    stem = r"""
The layer {{ passed }} is applied to a volume of shape {{ sides | join(" × ") }} × {{ channels }}.
{%- if padding == "same" %} As in Keras, *same* padding gives an output side of $n \cdot s$ for an input side $n$ and stride $s$.{% endif %}
"""
    z = Ask("What is the output shape?", Shape(), weight=2)
    count = parameters_of("the transposed convolution", "layer")

    sides: tuple[PositiveInt, ...] = Field(min_length=1, max_length=3)
    """Side lengths of the input."""
    channels: int = Field(ge=1, le=100_000)
    """Number of channels of the input."""
    filters: int = Field(ge=1, le=100_000)
    """Number of filters."""
    kernel_size: Lengths
    """Kernel size, one number or one per axis."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.choice("side", (4, 7, 8, 14, 16, 28, 32, 56))
        return dict(
            sides=(side, side),
            channels=d.choice("channels", (16, 32, 64, 128, 256)),
            filters=d.choice("filters", (1, 3, 16, 32, 64)),
            kernel_size=d.choice("kernel_size", (2, 3, 4)),
            **cls.drawn_layer(d, strides=(2,), padding=("valid", "valid", "same")),
        )

    @property
    def dimensions(self) -> int:
        return len(self.sides)

    def admissible(self) -> bool:
        return self.channels != self.filters and (self.padding, self.strides) != ("same", 1)

    @property
    def network(self) -> Network:
        return self.transposing(Network(x=Input(*self.sides, self.channels)), self.filters, self.kernel_size)

    @misconception(
        "You multiplied the side by the stride. That holds for *same* padding. Without padding, the last copy of the kernel "
        "extends further{{ ': (%s − 1) · %s + %s' | format(sides[0], strides, kernel_size) if kernel_size is number }}."
    )
    def edge_left_out(self) -> Self | None:
        return self.but(padding="same") if self.kernel_size != self.strides else None
