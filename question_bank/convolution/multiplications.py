"""Conv2D(32, 5, padding="same") on 28 × 28 × 192: how many multiply–accumulate operations does it take?"""

from __future__ import annotations

from math import prod
from typing import Any, Literal

from examgen.authoring import Ask, Count, Draw, Input, Network, Shape, layers, misconception
from examgen.question_bank._counted import operations_of
from examgen.question_bank._volume import ConvolvesVolume


class Multiplications(ConvolvesVolume):
    """The multiply–accumulate operations (MACs) of a convolutional layer."""

    topic, level, title = "convolution", 2, "Multiply–accumulate operations of a convolution"
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "macs")
    stem = r"""
The layer `{{ network.node("z").layer }}` is applied to a volume of shape {{ height }} × {{ width }} × {{ channels }}.
"""
    z = Ask("What is the output shape?", Shape(rank=3))
    macs = operations_of(
        "the layer",
        "z",
        follows="z",
        continues=lambda q, answers: prod(answers["z"]) * q.kernel_size**2 * q.channels,
        weight=2,
    )

    strides: Count = 1
    """Stride."""
    padding: Literal["valid", "same"] = "valid"
    """Padding: valid or same."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            **cls.drawn_volume(d, (14, 28, 28, 32, 56, 64), (3, 16, 32, 64, 128)),
            filters=d.choice("filters", (8, 16, 32, 64, 128)),
            kernel_size=d.choice("kernel_size", (3, 3, 5)),
            strides=d.choice("strides", (1, 1, 2)),
            padding=d.choice("padding", ("valid", "same", "same")),
        )

    def admissible(self) -> bool:
        return self.channels != self.filters and self.kernel_size > self.strides

    @property
    def network(self) -> Network:
        layer = layers.Conv2D(self.filters, self.kernel_size, strides=self.strides, padding=self.padding)
        return self.volume.add("z", layer)

    @misconception("You counted one position only. The filters are applied at every position of the output.")
    def one_place(self) -> Network:
        one = self.network.with_arrays(x=Input(self.kernel_size, self.kernel_size, self.channels))
        return one.but("z", strides=1, padding="valid")

    @misconception("You counted one filter only. The layer has {{ filters }}, and each yields one output channel.")
    def one_filter(self) -> Network:
        return self.network.but("z", filters=1)

    @misconception("You used the height and width of the input. The filters are applied once per output position.")
    def places_of_the_input(self) -> dict[str, int] | None:
        if self.strides == 1 and self.padding == "same":
            return None
        return {"macs": self.height * self.width * self.filters * self.kernel_size**2 * self.channels}
