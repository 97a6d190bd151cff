"""A 3 × 3 kernel is applied to a 5 × 5 image with stride 2: what is the feature map?"""

from examgen.authoring import Ask, Draw, Field, Matrix, Network, Question, misconception
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._map import KERNEL_ON_IMAGE, KernelOnImage, brief, feature_map
from examgen.question_bank.convolution._sliding import drawn_layer


class FeatureMapStrided(KernelOnImage):
    """A feature map with a stride above 1, by hand."""

    topic, level, title = "convolution", 2, "A feature map with strides"
    picture, conventions = "grids", ("cross_correlation", "floor")
    stem = KERNEL_ON_IMAGE
    z = Ask("Compute the feature map.", Matrix())
    strides: Lengths = Field(description="Stride, one for both axes or one for each.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        size = d.integer("size", 3, 3)
        side = d.integer("side", 5, 6)
        return dict(
            image=d.grid("image", (side, side), range(6)),
            kernel=d.grid("kernel", (size, size), (-1, 0, 1, 2)),
            bias=d.number("bias", (0,)),
            **drawn_layer(d, strides=(2,)),
        )

    def admissible(self) -> bool:
        return super().admissible() and brief(self) and min(self.slide.output) > 1

    @property
    def network(self) -> Network:
        return feature_map(self)

    @misconception("You used the stride horizontally only. The window moves by the stride vertically as well.")
    def strides_across_only(self) -> Network | None:
        return self.network.but("z", strides=(1, self.slide.along(self.strides)[1]))

    @misconception(
        "You moved the window one position too far. The stride is the distance between the starts of neighbouring windows."
    )
    def stride_skipped(self) -> Network | None:
        return self.network.but("z", strides=tuple(s + 1 for s in self.slide.along(self.strides)))

    @misconception("You used *same* padding, but there is no padding here. Every window must lie inside the image.")
    def same_for_valid(self) -> Question | None:
        padded = self.but(padding="same") if self.padding == "valid" else None
        at_the_end = padded and padded.slide.zeros == self.slide.rounding_up  # then it is `window_over_the_edge`
        return None if at_the_end else padded

    @misconception("You filled incomplete windows with zeros. Without padding, incomplete windows are dropped.")
    def window_over_the_edge(self) -> Question | None:
        return self.but(padding=self.slide.rounding_up) if self.slide.rounding_up else None
