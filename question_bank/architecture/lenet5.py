"""LeNet-5 on 32 × 32 images: what is the output shape of S4, and how many parameters does C3 have?"""

from examgen.authoring import Ask, Count, Draw, Field, Network, Question, misconception
from examgen.question_bank.architecture._cells import telling
from examgen.question_bank.architecture._classic import lenet5
from examgen.question_bank.architecture._rows import Row
from examgen.question_bank.architecture._table import TABLE, ImageClassifierTable
from examgen.question_bank.architecture._table import cells_and_counts, network_of, only_channels_flattened
from examgen.question_bank.architecture._table import pooling_counted, same_for_valid

_CELLS = telling(lenet5((6, 16), 5, 0, (120, 84, 10)))


class LeNet5(ImageClassifierTable):
    """LeNet-5 and its relatives; pinned to 32, 1, (6, 16) and 10 it is the classic with 61,706 parameters."""

    topic, level, title = "architecture", 3, "LeNet-5"
    conventions = ("floor",)
    misconceptions = (same_for_valid, pooling_counted, only_channels_flattened)
    stem = (
        r"""
A network similar to LeNet-5 classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }} into
{{ classes }} classes. Each filter of C3 is applied to all channels of S2.
"""
        + TABLE
    )
    side: Count = Field(32, description="Height and width of the input image.")
    channels: Count = Field(1, description="Number of channels of the input image.")
    kernel_size: Count = Field(5, description="Side length of the kernels.")
    padding: int = Field(0, ge=0, le=1000, description="Zero padding of the first convolutional layer.")
    filters: tuple[Count, Count] = Field((6, 16), description="Number of filters in C1 and in C3.")
    units: tuple[Count, Count] = Field((120, 84), description="Number of units in F5 and in F6.")
    classes: Count = Field(10, description="Number of classes.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        kernel = d.choice("kernel_size", (5, 5, 3))
        return dict(
            **d.choices(side=(28, 32), channels=(1, 1, 3)),
            kernel_size=kernel,
            padding=d.choice("padding", (0, 0, kernel // 2)),
            filters=d.choice("filters", ((6, 16), (4, 12), (5, 10), (8, 16), (8, 20), (10, 20))),
            units=d.choice("units", ((120, 84), (100, 50), (60, 30), (80, 40))),
            classes=d.choice("classes", (10, 10, 26, 36, 47, 62, 100)),
            asked=d.sample("asked", _CELLS, 4),
        )

    @misconception(
        "You left out the padding. C1 has padding {{ padding }}"
        "{{ ', so its output has the same height and width as its input' if 2 * padding + 1 == kernel_size }}."
    )
    def padding_left_out(self) -> Question | None:
        return self.but(padding=0) if self.padding else None

    @property
    def rows(self) -> tuple[Row, ...]:
        return lenet5(self.filters, self.kernel_size, self.padding, (*self.units, self.classes))

    @property
    def asks(self) -> dict[str, Ask]:
        return cells_and_counts(self)

    @property
    def network(self) -> Network:
        return network_of(self, self.rows)
