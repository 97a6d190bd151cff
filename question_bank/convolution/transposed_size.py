"""Conv2DTranspose(64, 4, strides=2) reads a volume of 14 × 14 × 128: which volume does it give, with how many parameters?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, PositiveInt, Shape, misconception, observable
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._transposed import TransposedLayer


class TransposedSize(TransposedLayer):
    """The volume that a transposed convolution gives, and its parameters; with one to three spatial axes."""

    topic, level, title = "convolution", 2, "Output volume of a transposed convolution"
    stem = r"""
A volume of {{ sides | join(" × ") }} × {{ channels }} (channels last) passes through {{ passed }}.
"""
    z = Ask("Which volume comes out?", Shape(), weight=2)
    count = Ask("How many parameters has the transposed convolution?", Integer(), of=observable.parameters("layer"))

    sides: tuple[PositiveInt, ...] = Field(min_length=1, max_length=3)
    channels: int = Field(ge=1, le=100_000)
    filters: int = Field(ge=1, le=100_000)
    kernel_size: Lengths

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.integer("side", 4, 32)
        return dict(
            sides=d.choice("sides", ((side, side),)),
            channels=d.choice("channels", (8, 12, 16, 24, 32, 64, 128)),
            filters=d.choice("filters", (1, 3, 4, 8, 16, 32, 64)),
            kernel_size=d.choice("kernel_size", (2, 3, 4, 5)),
            **cls.drawn_layer(d, strides=(1, 2), padding=("valid", "valid", "same")),
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
        "The kernel's edge was left out: without padding the last copy of the kernel sticks out behind the last stride."
    )
    def edge_left_out(self) -> Self | None:
        return self.but(padding="same") if self.kernel_size != self.strides else None
