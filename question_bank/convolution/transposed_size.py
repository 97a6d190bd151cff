"""Conv2DTranspose(64, 4, strides=2) reads a volume of 14 × 14 × 128: which volume does it give, with how many parameters?"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from examgen import layers, observable
from examgen.answers import Integer, Shape
from examgen.draw import Draw
from examgen.network import Input, Network
from examgen.question import Ask, Question, misconception
from examgen.question_bank.convolution._sliding import Lengths

TRANSPOSED = {1: layers.Conv1DTranspose, 2: layers.Conv2DTranspose, 3: layers.Conv3DTranspose}
PLAIN = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}


class TransposedSize(Question):
    """The volume that a transposed convolution gives, and its parameters; with one to three spatial axes."""

    topic, level, title = "convolution", 2, "Output volume of a transposed convolution"
    stem = r"""
The layer `{{ network.node("z").layer }}` reads a volume of {{ sides | join(" × ") }} × {{ channels }} (channels last).
"""
    z = Ask("Which volume does it give?", Shape(), weight=2)
    count = Ask("How many parameters has it?", Integer(), of=observable.parameters("z"))

    sides: tuple[PositiveInt, ...] = Field(min_length=1, max_length=3)
    channels: int = Field(ge=1, le=100_000)
    filters: int = Field(ge=1, le=100_000)
    kernel_size: Lengths
    strides: Lengths
    padding: Literal["valid", "same"]

    @classmethod
    def draw(cls, d: Draw) -> Self:
        side = d.integer("side", 4, 32)
        return cls(
            sides=d.option("sides", ((side, side),)),
            channels=d.choice("channels", (8, 12, 16, 24, 32, 64, 128)),
            filters=d.choice("filters", (1, 3, 4, 8, 16, 32, 64)),
            kernel_size=d.option("kernel_size", (2, 3, 4, 5)),
            strides=d.option("strides", (1, 2)),
            padding=d.choice("padding", ("valid", "valid", "same")),
        )

    @model_validator(mode="after")
    def _axes_fit(self) -> Self:
        for name in ("kernel_size", "strides"):
            lengths = getattr(self, name)
            if isinstance(lengths, tuple) and len(lengths) != len(self.sides):
                raise ValueError(f"the volume has {len(self.sides)} spatial axes, {name} has {len(lengths)}: {lengths}")
        return self

    def admissible(self) -> bool:
        return self.channels != self.filters and (self.padding, self.strides) != ("same", 1)

    @property
    def network(self) -> Network:
        layer = TRANSPOSED[len(self.sides)](self.filters, self.kernel_size, strides=self.strides, padding=self.padding)
        return Network(x=Input(*self.sides, self.channels)).add("z", layer)

    @misconception(
        "An ordinary convolution was computed, which makes the map smaller. The transposed one makes it larger."
    )
    def not_transposed(self) -> Network:
        return self.network.swap("z", PLAIN[len(self.sides)])

    @misconception("The stride was taken for 1. A step of one cell in the input is a step of $s$ cells in the output.")
    def stride_ignored(self) -> Self | None:
        return self.but(strides=1)

    @misconception(
        "The kernel's edge was left out: without padding the last copy of the kernel sticks out behind the last stride."
    )
    def edge_left_out(self) -> Self | None:
        return self.but(padding="same") if self.kernel_size != self.strides else None
