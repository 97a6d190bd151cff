"""AlexNet on 227 × 227 × 3: what is the output shape of conv2, and how many parameters do the dense layers have?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Count, Draw, Field, Network, misconception
from examgen.question_bank.architecture._cells import TOTALS, telling
from examgen.question_bank.architecture._rows import Row, conv, dense, flatten, max_pool
from examgen.question_bank.architecture._table import TABLE, ImageClassifierTable

_FILTERS = (96, 256, 384, 384, 256), (64, 192, 384, 256, 256), (48, 128, 192, 192, 128), (64, 160, 256, 256, 160)


class AlexNet(ImageClassifierTable):
    """AlexNet and its relatives, with the two groups of the original or without.

    Pinned to 227, padding 0, its own filters and 1000 classes it has 62,378,344 parameters, or 60,965,224 with two groups;
    pinned to 224, padding 2 and the filters (64, 192, 384, 256, 256) it is the one of torchvision with 61,100,840.
    """

    topic, level, title = "architecture", 3, "AlexNet"
    stem = (
        r"""
A network similar to AlexNet classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }} into
{{ classes }} classes.
{%- if groups > 1 %} With {{ groups }} groups, a filter is applied to the channels of its own group only.{% endif %}
"""
        + TABLE
    )

    side: Count = 227
    """Height and width of the input image."""
    padding: int = Field(default=0, ge=0, le=1000)
    """Zero padding of the first convolutional layer."""
    groups: int = Field(default=1, ge=1, le=100)
    """Number of groups in the second, fourth and fifth convolutional layer; 1 for no grouping."""
    filters: tuple[Count, Count, Count, Count, Count] = (96, 256, 384, 384, 256)
    """Number of filters in each of the five convolutional layers."""
    units: tuple[Count, ...] = (4096, 4096)
    """Number of units in each dense layer before the last one."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            side=d.choice("side", (227, 227, 195, 211, 243, 259)),
            groups=d.choice("groups", (1, 1, 2)),
            filters=d.choice("filters", _FILTERS),
            units=d.choice("units", ((4096, 4096), (2048, 2048), (4096, 2048), (1024, 1024))),
            classes=d.choice("classes", (1000, 365, 200, 100, 50, 20, 10)),
            asked=d.sample("asked", _CELLS, 4),
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        return _rows(self.filters, self.padding, self.groups, (*self.units, self.classes))

    @misconception("You ignored the groups. A filter is applied to the channels of its own group only.")
    def groups_ignored(self) -> Network | None:
        return self.of(row._replace(groups=1) for row in self.rows) if self.groups > 1 else None


def _rows(filters: tuple[int, ...], padding: int, groups: int, units: tuple[int, ...]) -> tuple[Row, ...]:
    # The original splits conv2, conv4 and conv5 over two graphics cards; conv3 reads both halves.
    return (
        conv("conv1", filters[0], 11, 4, padding),
        max_pool("pool1", 3, 2),
        conv("conv2", filters[1], 5, 1, 2, groups),
        max_pool("pool2", 3, 2),
        conv("conv3", filters[2], 3, 1, 1),
        conv("conv4", filters[3], 3, 1, 1, groups),
        conv("conv5", filters[4], 3, 1, 1, groups),
        max_pool("pool5", 3, 2),
        flatten(),
        *(dense(f"fc{number}", count) for number, count in enumerate(units, start=6)),
    )


_CELLS = *telling(_rows(_FILTERS[0], 0, 1, (4096, 4096, 1000))), *(f"{name} parameters" for name in TOTALS)
