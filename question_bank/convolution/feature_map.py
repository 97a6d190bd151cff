"""A 3 × 3 kernel is applied to a 5 × 5 image: what is the feature map?"""

from examgen.authoring import Ask, Draw, Matrix, Network, misconception
from examgen.question_bank.convolution._map import KERNEL_ON_IMAGE, KernelOnImage, brief, feature_map
from examgen.question_bank.convolution._sliding import drawn_layer


class FeatureMap(KernelOnImage):
    """A feature map with stride 1 and without padding, by hand."""

    topic, level, title = "convolution", 2, "A feature map by hand"
    picture, conventions = "grids", ("cross_correlation", "floor")
    stem = KERNEL_ON_IMAGE
    z = Ask("Compute the feature map.", Matrix())

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side = d.integer("side", 5, 5)
        return dict(
            image=d.grid("image", (side, side), range(6)),
            kernel=d.grid("kernel", (side - 2, side - 2), (-2, -1, 0, 1, 2)),
            bias=d.number("bias", (0,)),
            **drawn_layer(d),
        )

    def admissible(self) -> bool:
        return super().admissible() and brief(self)

    @property
    def network(self) -> Network:
        return feature_map(self)

    @misconception("You moved the kernel by its own size. With stride {{ strides }}, neighbouring windows overlap.")
    def side_by_side(self) -> Network | None:
        return self.network.but("z", strides=self.slide.window) if self.dilation_rate == 1 else None

    @misconception("You dropped the signs of the weights. A negative weight contributes a negative product.")
    def signs_lost(self) -> Network | None:
        return self.network.with_arrays(kernel=tuple(tuple(map(abs, row)) for row in self.kernel))
