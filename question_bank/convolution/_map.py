"""Feature maps by hand: a kernel, an image, stride and padding in words."""

from __future__ import annotations

from examgen.authoring import EFFORT, Ask, Grid, Matrix, Network, Number, cells, shape
from examgen.question_bank._grids import lopsided
from examgen.question_bank.convolution._sliding import Sliding


class Pictured(Sliding):
    """A kernel on an image, with stride and padding in words."""

    @property
    def moves(self) -> str:
        """Stride and dilation in words."""
        if isinstance(self.strides, tuple):
            words = f"with stride {self.strides[0]} down and {self.strides[1]} to the right"
        else:
            words = "with stride 1" if self.strides == 1 else f"with stride {self.strides}"
        if self.dilation_rate == 1:
            return words
        down, right = self._along(self.dilation_rate)
        rate = str(down) if down == right else f"{down} (down) and {right} (to the right)"
        return f"{words} and dilation rate {rate}"

    @property
    def border(self) -> str:
        """The padding, in a sentence."""
        (above, below), (left, right) = self.zeros
        if self.padding == "valid":
            return "There is no padding."
        if self.padding == "same":
            return (
                "The padding is *same*, as in Keras: an extra row is added at the bottom, an extra column on the right."
            )
        if self.padding == "full":
            return "The padding is *full*: zeros on every side, so that every window that overlaps the image counts."
        if above == below == left == right:
            return f"The zero padding is {above} on every side."
        return f"The zero padding is {above} at the top, {below} at the bottom, {left} on the left and {right} on the right."


class LaidOn(Pictured):
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
    def sides(self) -> tuple[int, ...]:
        return shape(self.image)

    @property
    def window(self) -> tuple[int, ...]:
        return shape(self.kernel)

    @property
    def network(self) -> Network:
        return self.convolved(Network(x=self.image, kernel=self.kernel, bias=self.bias), "z", 1, ("kernel", "bias"))

    def admissible(self) -> bool:
        weights = list(cells(self.kernel))
        return weights.count(0) <= (len(weights) - 1) // 2 and min(weights) < 0 < max(weights) and lopsided(self.kernel)


class ConvolutionMap(LaidOn):
    """The whole feature map of one kernel."""

    z = Ask("Compute the feature map.", Matrix())

    def admissible(self) -> bool:
        return super().admissible() and self.derivation().effort <= EFFORT[self.level][1]
