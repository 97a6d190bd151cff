"""AlexNet on 227 × 227 × 3: what is the output shape of conv2, and how many parameters do the dense layers have?"""

from examgen.authoring import Ask, Count, Draw, Field, Network, misconception
from examgen.question_bank.architecture._cells import TOTALS, telling
from examgen.question_bank.architecture._classic import alexnet
from examgen.question_bank.architecture._rows import Row
from examgen.question_bank.architecture._table import TABLE, ImageClassifierTable
from examgen.question_bank.architecture._table import cells_and_counts, network_of, only_channels_flattened
from examgen.question_bank.architecture._table import pooling_counted, same_for_valid

_FILTERS = (96, 256, 384, 384, 256), (64, 192, 384, 256, 256), (48, 128, 192, 192, 128), (64, 160, 256, 256, 160)
_CELLS = *telling(alexnet(_FILTERS[0], 0, 1, (4096, 4096, 1000))), *(f"{name} parameters" for name in TOTALS)


class AlexNet(ImageClassifierTable):
    """AlexNet and its relatives, with the two groups of the original or without.

    Pinned to 227, padding 0, its own filters and 1000 classes it has 62,378,344 parameters, or 60,965,224 with two groups;
    pinned to 224, padding 2 and the filters (64, 192, 384, 256, 256) it is the one of torchvision with 61,100,840.
    """

    topic, level, title = "architecture", 3, "AlexNet"
    conventions = ("floor",)
    misconceptions = (same_for_valid, pooling_counted, only_channels_flattened)
    stem = (
        r"""
A network similar to AlexNet classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }} into
{{ classes }} classes.
{%- if groups > 1 %} With {{ groups }} groups, a filter is applied to the channels of its own group only.{% endif %}
"""
        + TABLE
    )
    side: Count = Field(227, description="Height and width of the input image.")
    padding: int = Field(0, ge=0, le=1000, description="Zero padding of the first convolutional layer.")
    groups: int = Field(1, ge=1, le=100, description="Number of groups in conv2, conv4 and conv5; 1 for no grouping.")
    filters: tuple[Count, Count, Count, Count, Count] = Field(
        (96, 256, 384, 384, 256), description="Number of filters in each of the five convolutional layers."
    )
    units: tuple[Count, ...] = Field((4096, 4096), description="Number of units in each dense layer but the last.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
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
        return alexnet(self.filters, self.padding, self.groups, (*self.units, self.classes))

    @property
    def asks(self) -> dict[str, Ask]:
        return cells_and_counts(self)

    @property
    def network(self) -> Network:
        return network_of(self, self.rows)

    @misconception("You ignored the groups. A filter is applied to the channels of its own group only.")
    def groups_ignored(self) -> Network | None:
        return network_of(self, (row._replace(groups=1) for row in self.rows)) if self.groups > 1 else None
