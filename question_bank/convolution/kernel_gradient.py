"""An image and the gradient with respect to its feature map: what are the gradients with respect to kernel and bias?"""

from examgen.authoring import Ask, Draw, Integer, Matrix, Network, Question, misconception, observable
from examgen.question_bank._grids import transposed, turned
from examgen.question_bank.convolution._backward import BACKWARD, Backward, drawn, forward_pass, upstream_ignored


class KernelGradient(Backward):
    """The gradient of the loss with respect to a kernel and its bias, by hand."""

    topic, level, title = "convolution", 4, "Gradient with respect to a kernel"
    picture, conventions = "grids", ("cross_correlation",)
    stem = BACKWARD
    misconceptions = (upstream_ignored,)
    inapplicable = ("bias_left_out",)  # its gradient does not depend on it
    dk = Ask(r"Compute $\frac{\partial L}{\partial K}$.", Matrix(), of=observable.gradient("loss", "kernel"), weight=3)
    db = Ask(r"Compute $\frac{\partial L}{\partial b}$.", Integer(), of=observable.gradient("loss", "bias"))

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d)

    @property
    def network(self) -> Network:
        return forward_pass(self)

    @misconception(
        r"You rotated $\partial L / \partial Z$ by 180°. The gradient with respect to $K$ is the cross-correlation of $X$ with "
        r"$\partial L / \partial Z$, which is not rotated."
    )
    def flipped_kernel(self) -> Question | None:
        return self.but(upstream=turned(self.upstream))

    @misconception(
        r"You swapped rows and columns. Each row of $\partial L / \partial Z$ is multiplied by the corresponding row of a window of $X$."
    )
    def transposed_kernel(self) -> Question | None:
        return self.but(upstream=transposed(self.upstream))
