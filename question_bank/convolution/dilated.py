"""A 2 × 2 kernel with dilation rate 3 is applied to a 5 × 6 image: what is the feature map?"""

from examgen.authoring import Ask, Draw, Field, Grid, Integer, Matrix, Network, Question, misconception, observable
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._map import KERNEL_ON_IMAGE, KernelOnImage, feature_map


class Dilated(KernelOnImage):
    """The size and the values of a feature map with dilation, by hand."""

    topic, level, title = "convolution", 3, "A dilated convolution"
    picture, conventions = "grids", ("cross_correlation", "floor")
    stem = KERNEL_ON_IMAGE
    rows = Ask("How many rows does the feature map have?", Integer(), of=observable.shape("z", axis=0))
    z = Ask("Compute the feature map.", Matrix(), weight=2)
    dilation_rate: Lengths = Field(description="Dilation rate, one for both axes or one for each.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        kernel, rate = d.grid("kernel", (2, 2), (-2, -1, 1, 2, 3)), d.choice("dilation_rate", (2, 3))
        extent = 1 + rate if isinstance(rate, int) else 1 + max(rate)
        rows, columns = d.choice("output", ((2, 3), (3, 2)))
        image = d.grid("image", (extent + rows - 1, extent + columns - 1), range(6))
        return dict(image=image, kernel=kernel, bias=d.number("bias", (0,)), dilation_rate=rate)

    def admissible(self) -> bool:
        return super().admissible() and min(self.slide.output) > 1 and max(self.slide.output) < 4

    @property
    def network(self) -> Network:
        return feature_map(self)

    @misconception(
        "You ignored the dilation. Neighbouring weights are applied to pixels whose distance is the dilation rate."
    )
    def dilation_ignored(self) -> Question | None:
        return self.but(dilation_rate=1)

    @misconception(
        "You skipped one pixel too many between neighbouring weights. The distance of their pixels is the dilation rate."
    )
    def skipped_one_more(self) -> Question | None:
        return self.but(dilation_rate=tuple(rate + 1 for rate in self.slide.along(self.dilation_rate)))

    @misconception(
        "You multiplied the kernel side by the dilation rate. There are gaps only between the weights, so the extent of the dilated "
        "kernel is $d (f - 1) + 1$ for kernel side $f$ and dilation rate $d$."
    )
    def gap_at_the_end(self) -> Question | None:
        down, right = self.slide.along(self.dilation_rate)
        return self.but(kernel=_spread(self.kernel, down, right), dilation_rate=1)


def _spread(kernel: Grid, down: int, right: int) -> Grid:
    """A kernel with zeros after each of its weights and below."""
    return tuple(
        tuple(w if (r, c) == (0, 0) else 0 for w in row for c in range(right)) for row in kernel for r in range(down)
    )
