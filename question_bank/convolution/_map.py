"""What feature maps by hand have in common: a kernel laid on an image, and how its windows move."""

from __future__ import annotations

from examgen.authoring import EFFORT, Ask, Grid, Matrix, Network, Number, cells, shape
from examgen.question_bank._grids import lopsided
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
        """The zeros around the picture, and what becomes of a window that does not fit, in sentences."""
        (above, below), (left, right) = self.zeros
        rows = f"{above} rows above and {below} below" if above + below else ""
        columns = f"{left} columns on the left and {right} on the right" if left + right else ""
        counted = f"Zeros are put around the image: {', '.join(filter(None, (rows, columns)))}."
        zeros = {
            "valid": "There is no padding.",
            "same": "The padding is *same*, as in Keras: just enough zeros that a window begins at every stride, half of them on each "
            "side; an odd row of them stands at the bottom, an odd column at the right.",
            "full": "The padding is *full*: so many zeros all round that every window counts which meets the image at all.",
        }.get(str(self.padding), counted)
        return zeros if self.padding == "same" else f"{zeros} A window that does not fit entirely is left out."


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
    """The whole map of one kernel over one picture."""

    z = Ask("What is the feature map?", Matrix())

    def admissible(self) -> bool:
        return super().admissible() and self.derivation().effort <= EFFORT[self.level][1]
