"""A 3 × 3 kernel is applied to a 3 × 3 image with zero padding: what is the feature map?"""

from examgen.authoring import Ask, Draw, Field, Matrix, Network, Question, misconception
from examgen.question_bank.convolution._lengths import Padding
from examgen.question_bank.convolution._map import KERNEL_ON_IMAGE, KernelOnImage, brief, feature_map
from examgen.question_bank.convolution._sliding import drawn_layer


class FeatureMapPadded(KernelOnImage):
    """A feature map with zero padding, by hand."""

    topic, level, title = "convolution", 2, "A feature map with zero padding"
    picture, conventions = "grids", ("cross_correlation", "floor")
    stem = KERNEL_ON_IMAGE
    z = Ask("Compute the feature map.", Matrix())
    padding: Padding = Field(description="Padding: same, full, or the number of zeros on every side, or per axis.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side, size = d.integer("side", 3, 3), d.integer("size", 3, 3)
        return dict(
            image=d.grid("image", (side, side), range(1, 6)),
            kernel=d.grid("kernel", (size, size), (-1, 0, 1, 2)),
            bias=d.number("bias", (0,)),
            **drawn_layer(d, strides=(1,), padding=(1, "same")),
        )

    def admissible(self) -> bool:
        places, weights = self.slide.output[0] * self.slide.output[1], sum(w != 0 for row in self.kernel for w in row)
        sized = any(map(any, self.slide.zeros)) and 4 <= places <= 16 and 24 <= places * weights <= 72
        return super().admissible() and brief(self) and sized

    @property
    def network(self) -> Network:
        return feature_map(self)

    @misconception("You repeated the values at the border. Zero padding adds zeros.")
    def border_repeated(self) -> Question | None:
        (above, below), (left, right) = self.slide.zeros
        rows = tuple((row[0],) * left + row + (row[-1],) * right for row in self.image)
        return self.but(image=(rows[0],) * above + rows + (rows[-1],) * below, padding="valid")

    @misconception("You put all zeros at the top and on the left. Zeros are added on every side.")
    def zeros_before_only(self) -> Question | None:
        before = tuple((sum(added), 0) for added in self.slide.zeros)
        return self.but(padding=before) if self.padding != "same" else None

    @misconception("You put the extra row and column at the top left. Keras adds them at the bottom right.")
    def odd_zeros_before(self) -> Question | None:
        odd = any(before != after for before, after in self.slide.zeros)
        turned = tuple(added[::-1] for added in self.slide.zeros)
        return self.but(padding=turned) if self.padding == "same" and odd else None
