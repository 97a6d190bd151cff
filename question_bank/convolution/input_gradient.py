"""A kernel and the gradient with respect to the feature map: what is the gradient with respect to the image?"""

from examgen.authoring import Ask, Draw, Matrix, Network, Question, misconception, observable
from examgen.question_bank._grids import transposed, turned
from examgen.question_bank.convolution._backward import BACKWARD, Backward, drawn, forward_pass, upstream_ignored


class InputGradient(Backward):
    """The gradient of the loss with respect to the input of a convolution, by hand."""

    topic, level, title = "convolution", 4, "Gradient with respect to the image"
    picture, conventions = "grids", ("cross_correlation",)
    stem = BACKWARD
    misconceptions = (upstream_ignored,)
    dx = Ask(r"Compute $\frac{\partial L}{\partial X}$.", Matrix(), of=observable.gradient("loss", "image"))

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d)

    @property
    def network(self) -> Network:
        return forward_pass(self)

    @misconception(
        "You used the kernel without rotation in the full convolution. Rotate $K$ by 180°, or add $K$ times each entry of "
        "$\\partial L / \\partial Z$ to its window."
    )
    def flipped_kernel(self) -> Question | None:
        return self.but(kernel=turned(self.kernel))

    @misconception(
        "You transposed the kernel. Each row of $K$ is multiplied by the corresponding row of a window of $X$."
    )
    def transposed_kernel(self) -> Question | None:
        square = len(self.kernel) == len(self.kernel[0])
        return self.but(kernel=transposed(self.kernel)) if square else None

    @misconception("You left out the weights. A pixel receives the gradient times the weight applied to it.")
    def weights_ignored(self) -> Question | None:
        return self.but(kernel=tuple((1,) * len(row) for row in self.kernel))
