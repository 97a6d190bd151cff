"""A 32 × 32 × 3 image to a 28 × 28 × 6 volume: how many parameters does a convolution need for it, how many a dense layer?"""

from __future__ import annotations

from math import prod
from typing import Any, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Count,
    Draw,
    Integer,
    Network,
    Real,
    layers,
    misconception,
    model_validator,
    observable,
)
from examgen.question_bank._sizes import refuse_larger
from examgen.question_bank._volume import ReadsVolume


class VersusDense(ReadsVolume):
    """What shared weights save: a convolution and a dense layer between the same two volumes."""

    topic, level, title = "convolution", 3, "A convolution against a dense layer"
    stem = r"""
The layer `{{ network.node("z").layer }}` makes of an image of {{ height }} × {{ width }} × {{ channels }}
a volume of {{ output | join(" × ") }} (channels last).
A dense layer (with biases) is to do the same: it reads the flattened image, and each of its units gives one number of the volume.
"""
    convolution = Ask("How many parameters has the convolution?", Integer(), of=observable.parameters("z"))
    dense = Ask("How many parameters has the dense layer?", Integer(), of=observable.parameters("d"), weight=2)
    ratio = Ask(
        "How many times as many has the dense layer? (Rounded to a whole number.)",
        Real(decimals=0),
        of=observable.ratio(observable.parameters("d"), observable.parameters("z")),
        follows=("convolution", "dense"),
    )

    filters: Count
    kernel_size: Count

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            **cls.drawn_volume(d, d.integer("height", 16, 64), (1, 3, 3)),
            filters=d.integer("filters", 4, 16),
            kernel_size=d.choice("kernel_size", (3, 5, 7)),
        )

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        refuse_larger((self.kernel_size, self.kernel_size), (self.height, self.width))
        return self

    @property
    def output(self) -> tuple[int, int, int]:
        """The size of the volume that both layers give."""
        return self.height - self.kernel_size + 1, self.width - self.kernel_size + 1, self.filters

    @property
    def network(self) -> Network:
        net = self.volume.add("z", layers.Conv2D(self.filters, self.kernel_size), "x").add(
            "flat z", layers.Flatten(), "z"
        )
        return net.add("flat x", layers.Flatten(), "x").add("d", layers.Dense(prod(self.output)), "flat x")

    @property
    def agreements(self) -> Agreements:
        return ((observable.shape("flat z"), observable.shape("d")),)

    @misconception("The dense layer was given a unit for every filter. It needs one for every number of the volume.")
    def unit_for_filter(self) -> Network:
        return self.network.but("d", units=self.filters)

    @misconception("The weights of the convolution were counted anew at every place. All places share them.")
    def nothing_shared(self) -> Network:
        # as many layers as there are places would share nothing: a filter for each of them
        rows, columns, filters = self.output
        return self.network.but("z", filters=rows * columns * filters)

    @misconception("The biases of the dense layer are missing: every unit has one.")
    def dense_without_bias(self) -> Network:
        return self.network.but("d", use_bias=False)
