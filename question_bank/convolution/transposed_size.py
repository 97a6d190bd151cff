"""Conv2DTranspose(64, 4, strides=2) on a 14 × 14 × 128 volume: what is the output shape, and how many parameters are there?"""

from examgen.authoring import Ask, Draw, Field, Input, Network, Option, PositiveInt, Question, Shape, misconception
from examgen.question_bank._counted import parameters_of
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._transposed import TransposedLayer, not_transposed, stride_ignored


class TransposedSize(TransposedLayer):
    """Output shape and parameters of a transposed convolution with one to three spatial axes."""

    topic, level, title = "convolution", 2, "Output shape of a transposed convolution"
    misconceptions = (stride_ignored, not_transposed)
    conventions = ("channels_last", "valid_padding", "unit_stride", "bias")
    stem = r"""
The layer {{ passed[0] }} is applied to a volume of shape {{ sides | join(" × ") }} × {{ channels }}
{%- if passed[1:] %}, followed by the layer {{ passed[1] }}{% endif %}.
{%- if padding == "same" %} As in Keras, *same* padding gives an output side of $n \cdot s$ for an input side $n$ and stride $s$.{% endif %}
"""
    z = Ask("What is the output shape?", Shape(), weight=2)
    count = parameters_of("the transposed convolution", "layer")
    sides: tuple[PositiveInt, ...] = Field(min_length=1, max_length=3, description="Side lengths of the input.")
    channels: int = Field(ge=1, le=100_000, description="Number of channels of the input.")
    filters: int = Field(ge=1, le=100_000, description="Number of filters.")
    kernel_size: Lengths = Field(description="Kernel size, one number or one per axis.")
    use_bias: bool = Field(True, description="Whether the layer has biases.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side = d.choice("side", (4, 7, 8, 14, 16, 28, 32, 56))
        return dict(
            sides=(side, side),
            **d.choices(channels=(16, 32, 64, 128, 256), filters=(1, 3, 16, 32, 64), kernel_size=(2, 3, 4)),
            **cls.drawn_layer(d, strides=(2,), padding=("valid", "valid", "same")),
        )

    @property
    def dimensions(self) -> int:
        return len(self.sides)

    def admissible(self) -> bool:
        return self.channels != self.filters and (self.padding, self.strides) != ("same", 1)

    @property
    def network(self) -> Network:
        options: dict[str, Option] = {} if self.use_bias else {"use_bias": False}
        return self.transposing(Network(x=Input(*self.sides, self.channels)), self.filters, self.kernel_size, **options)

    @misconception(
        "You multiplied the side by the stride. That holds for *same* padding. Without padding, the last copy of the kernel "
        "extends further{{ ': (%s − 1) · %s + %s' | format(sides[0], strides, kernel_size) if kernel_size is number }}."
    )
    def edge_left_out(self) -> Question | None:
        return self.but(padding="same") if self.kernel_size != self.strides else None
