"""Feature maps by hand: a kernel on an image."""

from __future__ import annotations

from examgen.authoring import EFFORT, Ask, Grid, Matrix, Network, Number, cells, shape
from examgen.question_bank._grids import lopsided
from examgen.question_bank.convolution._sliding import Slide, Sliding


class LaidOn(Sliding):
    """One kernel on one image."""

    picture = "grids"
    conventions = ("cross_correlation", "floor")
    stem = r"""
The kernel $K$ is applied to the image $X$ {{ moves }}. {{ border }}
{%- if bias %} The bias is ${{ bias | number }}$.{% endif %}

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
    image: Grid
    """Input image."""
    kernel: Grid
    """Kernel."""
    bias: Number = 0
    """Bias."""

    @property
    def slide(self) -> Slide:
        return self.moving(shape(self.image), shape(self.kernel))

    @property
    def network(self) -> Network:
        return self.slide.convolved(
            Network(x=self.image, kernel=self.kernel, bias=self.bias), "z", 1, ("kernel", "bias")
        )

    def admissible(self) -> bool:
        weights = list(cells(self.kernel))
        return weights.count(0) <= (len(weights) - 1) // 2 and min(weights) < 0 < max(weights) and lopsided(self.kernel)


class ConvolutionMap(LaidOn):
    """The whole feature map of one kernel."""

    z = Ask("Compute the feature map.", Matrix())

    def admissible(self) -> bool:
        return super().admissible() and self.derivation().effort <= EFFORT[self.level][1]
