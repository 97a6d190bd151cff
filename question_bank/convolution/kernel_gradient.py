"""An image, and the gradient that comes back to its map: what are the gradients of the kernel and of the bias?"""

from __future__ import annotations

from typing import ClassVar, Self

from examgen.authoring import Ask, Integer, Matrix, misconception, observable
from examgen.question_bank._grids import transposed, turned
from examgen.question_bank.convolution._backward import Backward


class KernelGradient(Backward):
    """Every weight collects the cells that it met, weighed with what comes back."""

    topic, level, title = "convolution", 4, "The gradient of a kernel"
    bias_left_out: ClassVar[None] = None  # it has a gradient whatever it is
    dk = Ask(r"What is $\frac{\partial L}{\partial K}$?", Matrix(), of=observable.gradient("loss", "kernel"), weight=3)
    db = Ask(r"What is $\frac{\partial L}{\partial b}$?", Integer(), of=observable.gradient("loss", "bias"))

    @misconception(
        "The gradient was turned by 180° before it was laid on the image. It lies on it as it stands: the first weight met the "
        "first cell of every window."
    )
    def flipped_kernel(self) -> Self | None:
        return self.but(upstream=turned(self.upstream))

    @misconception("Rows and columns were exchanged: a step down in the map is a step down in the image.")
    def transposed_kernel(self) -> Self | None:
        return self.but(upstream=transposed(self.upstream))
