"""A kernel on an image: what the questions about one feature map share."""

from examgen.authoring import EFFORT, Field, Grid, Network, Number, cells, shape
from examgen.question_bank._grids import lopsided
from examgen.question_bank.convolution._sliding import Slide, Sliding

KERNEL_ON_IMAGE = r"""
The kernel $K$ is applied to the image $X$ {{ moves }}. {{ border }}
{%- if bias %} The bias is ${{ bias | number }}$.{% endif %}

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
"""The statement."""


class KernelOnImage(Sliding):
    """The parameters: one kernel on one image."""

    image: Grid = Field(description="Input image.")
    kernel: Grid = Field(description="Kernel.")
    bias: Number = Field(0, description="Bias.")

    @property
    def slide(self) -> Slide:
        return self.moving(shape(self.image), shape(self.kernel))

    def admissible(self) -> bool:
        weights = list(cells(self.kernel))
        return weights.count(0) <= (len(weights) - 1) // 2 and min(weights) < 0 < max(weights) and lopsided(self.kernel)


def feature_map(q: KernelOnImage) -> Network:
    """The kernel on the image; ``z`` is the feature map."""
    return q.slide.convolved(Network(x=q.image, kernel=q.kernel, bias=q.bias), "z", 1, ("kernel", "bias"))


def brief(q: KernelOnImage) -> bool:
    """Whether the whole feature map takes no more work than the level allows."""
    return q.derivation().effort <= EFFORT[q.level][1]
