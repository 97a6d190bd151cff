"""Conv2DTranspose(1, 3, strides=2) on a 2 × 2 feature map: what are the size and the values of the output?"""

from examgen.authoring import Ask, Draw, Field, Grid, Integer, Matrix, Network, Question
from examgen.authoring import cells, misconception, nonzero, observable, shape
from examgen.question_bank._grids import lopsided, turned
from examgen.question_bank._sizes import both, option
from examgen.question_bank.convolution._transposed import TransposedLayer, not_transposed, stride_ignored


class Transposed(TransposedLayer):
    """A transposed convolution by hand: every entry adds a multiple of the kernel to the output."""

    topic, level, title = "convolution", 3, "Transposed convolution"
    misconceptions = (stride_ignored, not_transposed)
    conventions = ("transposed_convolution", "valid_padding", "unit_stride")
    picture = "grids"
    stem = r"""
The layer {{ passed[0] }} with the kernel $K$ is applied to the feature map $X$
{%- if passed[1:] %}, followed by the layer {{ passed[1] }}{% endif %}.

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
    rows = Ask("How many rows does the output have?", Integer(), of=observable.shape("z", axis=0))
    z = Ask("Compute the output.", Matrix(), weight=2)
    image: Grid = Field(description="Input feature map.")
    kernel: Grid = Field(description="Kernel.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side = d.integer("side", 2, 2)
        size = d.integer("size", 3, 3)
        return dict(
            image=d.grid("image", (side, side), range(1, 6)),
            kernel=d.grid("kernel", (size, size), nonzero(range(-3, 5))),
            **cls.drawn_layer(d, strides=(1, 2), padding=("valid",)),
        )

    def admissible(self) -> bool:
        numbers = list(cells(self.image))
        overlapping = max(both(self.strides)) < min(shape(self.kernel))
        return (overlapping or len(numbers) > 4) and len(set(numbers)) > 2 and lopsided(self.kernel)

    @property
    def dimensions(self) -> int:
        return 2

    @property
    def network(self) -> Network:
        net = Network(x=self.image, kernel=self.kernel)
        return self.transposing(net, 1, option(shape(self.kernel)), "kernel", use_bias=False)

    @misconception("You placed the copies side by side. Neighbouring copies overlap; overlapping values are added.")
    def side_by_side(self) -> Question | None:
        return self.but(strides=shape(self.kernel), output_padding=0)

    @misconception("You rotated the kernel by 180°. Multiply $K$, as given, by each entry of $X$.")
    def kernel_flipped(self) -> Question | None:
        return self.but(kernel=turned(self.kernel))
