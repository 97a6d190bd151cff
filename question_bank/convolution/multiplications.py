"""Conv2D(32, 5, padding="same") on 28 × 28 × 192: how many multiplications does it take?"""

from __future__ import annotations

from math import prod
from typing import Any, ClassVar, Literal, Self

from examgen.authoring import (
    Ask,
    Count,
    Draw,
    Input,
    Integer,
    Network,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
)
from examgen.question_bank._counted import MAC
from examgen.question_bank._sizes import refuse_larger
from examgen.question_bank._volume import ReadsVolume


class Multiplications(ReadsVolume):
    """The multiply-accumulates of one convolution."""

    topic, level, title = "convolution", 2, "Multiplications of a convolution"
    stem = r"""
The layer `{{ network.node("z").layer }}` reads a volume of {{ height }} × {{ width }} × {{ channels }} (channels last).
{{ mac }}
"""
    mac: ClassVar[str] = MAC
    z = Ask("Which volume does the layer give?", Shape(rank=3))
    macs = Ask(
        "How many MACs does it take for one image?",
        Integer(),
        of=observable.multiplications("z"),
        follows="z",
        continues=lambda q, answers: prod(answers["z"]) * q.kernel_size**2 * q.channels,
        weight=2,
    )

    filters: Count
    kernel_size: Count
    strides: Count = 1
    padding: Literal["valid", "same"] = "valid"

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.choice("height", (10, 12, 14, 16, 20, 24, 28, 30, 32))
        return dict(
            **cls.drawn_volume(d, side, (3, 4, 8, 10, 16, 20, 32, 64)),
            filters=d.choice("filters", (4, 6, 8, 10, 16, 20, 32, 64)),
            kernel_size=d.choice("kernel_size", (1, 3, 3, 5)),
            strides=d.choice("strides", (1, 1, 2)),
            padding=d.choice("padding", ("valid", "same", "same")),
        )

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        if self.padding == "valid":
            refuse_larger((self.kernel_size, self.kernel_size), (self.height, self.width))
        return self

    def admissible(self) -> bool:
        return self.channels != self.filters and self.kernel_size > self.strides

    @property
    def network(self) -> Network:
        layer = layers.Conv2D(self.filters, self.kernel_size, strides=self.strides, padding=self.padding)
        return self.volume.add("z", layer)

    @misconception(
        "The products of one place were counted. The same weights multiply again at every place of the output."
    )
    def one_place(self) -> Network:
        one = self.network.with_arrays(x=Input(self.kernel_size, self.kernel_size, self.channels))
        return one.but("z", strides=1, padding="valid")

    @misconception("The products of one filter were counted. Every filter has its own.")
    def one_filter(self) -> Network:
        return self.network.but("z", filters=1)

    @misconception(
        "The sides of the input were kept. Products are made at every place of the output, and it may have fewer."
    )
    def places_of_the_input(self) -> Self | None:
        return self.but(strides=1, padding="same")
