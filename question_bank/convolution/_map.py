"""What feature maps by hand have in common: a kernel laid on an image, and how its windows move."""

from __future__ import annotations

from examgen.answers import Matrix
from examgen.arrays import Grid, Number
from examgen.network import Network
from examgen.question import EFFORT, Ask
from examgen.question_bank.convolution._sliding import Sliding


class Pictured(Sliding):
    """A kernel that slides over the rows and columns of a picture, with the words that say how."""

    @property
    def moves(self) -> str:
        """How the kernel moves, in words."""
        if isinstance(self.strides, tuple):
            words = f"with stride {self.strides[0]} downwards and {self.strides[1]} to the right"
        else:
            words = "with stride 1" if self.strides == 1 else f"with stride {self.strides}"
        if self.dilation_rate == 1:
            return words
        down, right = self._along(self.dilation_rate)
        apart = str(down) if down == right else f"{down} rows and {right} columns"
        return f"{words}; its dilation rate is {self.dilation_rate}, so that neighbouring weights lie {apart} apart"

    @property
    def border(self) -> str:
        """The zeros around the picture, in a sentence."""
        if self.padding == "same":
            return (
                f"The padding is *same*, as in Keras: just as many zeros are put around it as give a map of "
                f"{self.output[0]} × {self.output[1]}, and where their number is odd, the odd row stands at the bottom, "
                f"the odd column at the right."
            )
        if self.padding == "full":
            return (
                "The padding is *full*: so many zeros all round that every window counts which meets the image at all."
            )
        (above, below), (left, right) = self.zeros
        if len({above, below, left, right}) > 1:
            rows = f"{above} each" if above == below else f"{above} and {below}"
            columns = f"{left} each" if left == right else f"{left} and {right}"
            return f"Zeros are put around the image: rows above and below, {rows}, and columns on the left and right, {columns}."
        if above:
            return f"The padding is {above}: a border of zeros, {above} wide, is put around the image."
        return "There is no padding: a window that does not fit entirely is left out."


class LaidOn(Pictured):
    """One kernel on one picture; what is asked of it, its subclasses say."""

    picture = "grids"
    stem = r"""
The kernel $K$ is laid on the image $X$ as it stands (it is not flipped) and moves {{ moves }}. {{ border }}
{%- if bias %} The bias is ${{ bias | number }}$.{% endif %}

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
    image: Grid
    kernel: Grid
    bias: Number = 0

    @property
    def sides(self) -> tuple[int, ...]:
        return len(self.image), len(self.image[0])

    @property
    def window(self) -> tuple[int, ...]:
        return len(self.kernel), len(self.kernel[0])

    @property
    def network(self) -> Network:
        return self.convolved(Network(x=self.image, kernel=self.kernel, bias=self.bias), "z", 1, ("kernel", "bias"))

    def admissible(self) -> bool:
        weights = [w for row in self.kernel for w in row]
        turned = (tuple(row[::-1] for row in self.kernel[::-1]), tuple(zip(*self.kernel, strict=True)))
        return (
            weights.count(0) <= (len(weights) - 1) // 2
            and min(weights) < 0 < max(weights)
            and self.kernel not in turned
        )


class ConvolutionMap(LaidOn):
    """The whole map of one kernel over one picture."""

    z = Ask("What is the feature map?", Matrix())

    def admissible(self) -> bool:
        return super().admissible() and self.derivation().effort <= EFFORT[self.level][1]
