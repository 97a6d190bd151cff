"""MobileNet on 224 × 224 × 3: what is the output shape of dw6, and how many parameters does pw6 have?"""

from typing import Literal

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, misconception
from examgen.question_bank.architecture._cells import telling
from examgen.question_bank.architecture._mobilenet import first, second
from examgen.question_bank.architecture._rows import Row, with_norms
from examgen.question_bank.architecture._table import TABLE, ImageClassifierTable
from examgen.question_bank.architecture._table import cells_and_counts, network_of, with_convolutions_for


class MobileNet(ImageClassifierTable):
    """MobileNet with its width multiplier; its second version, too long for a paper, can be pinned.

    At 1 and 224 pixels it takes 569 million MACs, and with batch normalisation it has 4,253,864 parameters, as in Keras;
    the second version takes 301 million and has 3,538,984.
    """

    topic, level, title = "architecture", 4, "MobileNet"
    stem = (
        r"""
MobileNet{{ "V%d" | format(generation) if generation > 1 }} with the width multiplier $\alpha = {{ alpha | number }}$
classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }} into {{ classes }} classes. A depthwise
convolution applies a separate kernel to each channel. With *same* padding and stride 2, the output side is half the input side, rounded up.
{%- if generation > 1 %} The skip connections are not listed.{% endif %}
{%- if not normalised %} Batch normalisation is omitted from the table and from all counts.{% endif %}
"""
        + TABLE
    )
    inapplicable = ("same_for_valid",)  # every kernel larger than 1 × 1 is padded
    alpha: Number = Field(1, gt=0, le=4, description="Width multiplier.")
    normalised: bool = Field(False, description="Whether batch normalisation follows every convolution.")
    generation: Literal[1, 2] = Field(1, description="1 for MobileNet, 2 for MobileNetV2.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        generations: tuple[Literal[1, 2], ...] = (1,)
        generation = d.choice("generation", generations)
        return dict(
            generation=generation,
            alpha=d.number("alpha", (0.25, 0.5, 0.75, 1, 1)),
            side=d.choice("side", (128, 160, 192, 224, 256)),
            classes=d.choice("classes", (1000, 365, 200, 100, 50, 20, 10)),
            asked=d.sample("asked", telling((second if generation == 2 else first)(1, 1000)), 4),
        )

    def check(self) -> None:
        if 32 * self.alpha < 1:
            raise ValueError(f"alpha must leave at least one of 32 filters; got {self.alpha}")

    @property
    def rows(self) -> tuple[Row, ...]:
        rows = (first if self.generation == 1 else second)(self.alpha, self.classes)
        return with_norms(rows) if self.normalised else rows

    @property
    def asks(self) -> dict[str, Ask]:
        return cells_and_counts(self)

    @property
    def network(self) -> Network:
        return network_of(self, self.rows)

    @misconception("You treated depthwise layers as standard ones. A depthwise layer has one kernel per channel.")
    def deep_kernels(self) -> Network:
        return with_convolutions_for(self, "depthwise")

    @misconception("You left out the width multiplier. The number of filters of every layer is multiplied by it.")
    def full_width(self) -> Question | None:
        return self.but(alpha=1) if self.alpha != 1 else None
