"""VGG-16 on 224 × 224 × 3: what is the output shape of pool3, and how many parameters does fc6 have?"""

from typing import Literal

from examgen.authoring import Ask, Count, Draw, Field, Network
from examgen.question_bank.architecture._cells import TOTALS, telling
from examgen.question_bank.architecture._classic import vgg
from examgen.question_bank.architecture._rows import Row, with_norms
from examgen.question_bank.architecture._table import TABLE, ImageClassifierTable
from examgen.question_bank.architecture._table import cells_and_counts, network_of, only_channels_flattened
from examgen.question_bank.architecture._table import pooling_counted

Depth = Literal[11, 13, 16, 19]
BLOCKS: dict[Depth, tuple[int, ...]] = {
    11: (1, 1, 2, 2, 2),
    13: (2, 2, 2, 2, 2),
    16: (2, 2, 3, 3, 3),
    19: (2, 2, 4, 4, 4),
}
"""Convolutions in each block, by the number of weighted layers (configurations A, B, D and E of the paper)."""


class VGG(ImageClassifierTable):
    """VGG-16, VGG-19 and their relatives: 138,357,544 and 143,667,240 parameters as they are in the paper."""

    topic, level, title = "architecture", 3, "VGG"
    conventions = ("floor",)
    misconceptions = (pooling_counted, only_channels_flattened)
    stem = (
        r"""
A network similar to VGG-{{ depth }} classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }}
into {{ classes }} classes.
"""
        + TABLE
    )
    inapplicable = ("same_for_valid",)  # every convolution is padded
    depth: Depth = Field(16, description="Number of layers with weights: 11, 13, 16 or 19.")
    filters: tuple[Count, Count, Count, Count, Count] = Field(
        (64, 128, 256, 512, 512), description="Number of filters in each block."
    )
    units: tuple[Count, ...] = Field((4096, 4096), description="Number of units in each dense layer but the last.")
    normalised: bool = Field(False, description="Whether batch normalisation follows every convolution.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        depths: tuple[Depth, ...] = (16, 16, 19, 11, 13)
        depth = d.choice("depth", depths)
        convolutions = BLOCKS.get(depth, BLOCKS[16])
        return dict(
            depth=depth,
            side=d.choice("side", (224, 224, 128, 160, 192, 256)),
            filters=d.choice("filters", ((64, 128, 256, 512, 512), (64, 128, 256, 512, 512), (32, 64, 128, 256, 256))),
            units=d.choice("units", ((4096, 4096), (4096, 4096), (2048, 2048), (1024, 512))),
            classes=d.choice("classes", (1000, 365, 200, 100, 50, 20, 10)),
            asked=d.sample("asked", _cells(convolutions), 4),
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        rows = vgg(BLOCKS[self.depth], self.filters, (*self.units, self.classes))
        return with_norms(rows) if self.normalised else rows

    @property
    def asks(self) -> dict[str, Ask]:
        return cells_and_counts(self)

    @property
    def network(self) -> Network:
        return network_of(self, self.rows)


def _cells(convolutions: tuple[int, ...]) -> tuple[str, ...]:
    rows = vgg(convolutions, (64, 128, 256, 512, 512), (4096, 4096, 1000))
    return (*telling(rows), *(f"{name} parameters" for name in TOTALS))
