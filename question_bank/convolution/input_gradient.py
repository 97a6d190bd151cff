"""A kernel, and the gradient that comes back to the map: what is the gradient of the image?"""

from __future__ import annotations

from typing import Self

from examgen.authoring import Ask, Matrix, misconception, observable
from examgen.question_bank._grids import turned
from examgen.question_bank.convolution._backward import Backward


class InputGradient(Backward):
    """Every cell of the map sends its gradient back through the weights that it was made with."""

    topic, level, title = "convolution", 4, "The gradient of an image"
    dx = Ask(r"What is $\frac{\partial L}{\partial X}$?", Matrix(), of=observable.gradient("loss", "image"))

    @misconception(
        "The kernel was turned the wrong way round. Every cell of the map sends back a copy of the kernel as it stands, times its "
        "gradient; written as a full convolution, this is the kernel turned by 180°."
    )
    def flipped_kernel(self) -> Self | None:
        return self.but(kernel=turned(self.kernel))

    @misconception(
        "The weights were left out: what goes back to a cell is the gradient times the weight that lay on it."
    )
    def weights_ignored(self) -> Self | None:
        return self.but(kernel=tuple((1,) * len(row) for row in self.kernel))
