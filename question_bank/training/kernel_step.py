"""A 2 × 2 kernel, a 3 × 3 image and the gradient with respect to the feature map: what is the kernel after one step?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Matrix, Network
from examgen.authoring import cells, layers, misconception, observable, ops, optimizers, shape
from examgen.question_bank._grids import map_size, refuse_other_shape
from examgen.question_bank.training._step import DescentStep, rate_left_out, stepped, uphill


class KernelStep(DescentStep):
    """The gradient with respect to a kernel, and one step of gradient descent, by hand."""

    topic, level, title = "training", 4, "A training step of a kernel"
    misconceptions = (uphill, rate_left_out)
    depends = {"updated": ("dk",)}
    picture = "grids"
    conventions = ("cross_correlation",)
    stem = r"""
A convolutional layer without padding or bias applies the kernel $K$ to the image $X$ with stride 1; $Z$ is the feature map.
Backpropagation has computed the gradient $G = \partial L / \partial Z$ of the loss $L$.
The kernel is updated by gradient descent with the learning rate
$\eta = {{ learning_rate | number }}$.

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }} \qquad G = {{ upstream | matrix }}$$
"""
    dk = Ask(r"Compute the gradient $\partial L / \partial K$.", Matrix(), weight=2)
    updated = Ask("Compute the kernel after one step.", Matrix(decimals=2), follows="dk")
    image: Grid = Field(description="Input image.")
    kernel: Grid = Field(description="Kernel before the step.")
    upstream: Grid = Field(description="Gradient of the loss with respect to the feature map.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        image = d.grid("image", (3, 3), range(4))
        kernel = d.grid("kernel", (2, 2), (-2, -1, 1, 2))
        return dict(
            image=image,
            kernel=kernel,
            upstream=d.grid("upstream", map_size(image, kernel), (-2, -1, 0, 1, 2)),
            learning_rate=d.choice("learning_rate", (0.1, 0.2, 0.5)),
        )

    def check(self) -> None:
        if min(places := map_size(self.image, self.kernel)) < 1:
            raise ValueError("the kernel must not be larger than the image")
        refuse_other_shape("upstream", self.upstream, places, "the feature map")

    def admissible(self) -> bool:
        slopes, image = list(cells(self.upstream)), list(cells(self.image))
        return slopes[0] != 0 and slopes.count(0) <= 1 and len(set(slopes)) > 2 and image.count(0) <= 2

    @property
    def network(self) -> Network:
        size, places = shape(self.kernel), shape(self.upstream)
        net = Network(image=self.image, kernel=self.kernel, G=self.upstream)
        net = net.add("met", layers.Conv2D(1, places, use_bias=False), "image", weights=("G",))
        net = stepped(net.add("dk", ops.reshape(size)), "kernel", "dk", self.learning_rate)
        net = net.add("map", layers.Conv2D(1, size, use_bias=False), "image", weights=("kernel",))
        return net.add("Z", ops.reshape(places)).add("weighed", ops.multiply(), "Z", "G").add("L", ops.sum())

    @property
    def agreements(self) -> Agreements:
        step = observable.after_step("kernel", "L", optimizers.SGD(self.learning_rate))
        return (("dk", observable.gradient("L", "kernel")), ("updated", step))

    @misconception(
        "You used only the first window. The kernel is applied at every position, so its gradient is the sum over all positions."
    )
    def first_window_only(self) -> Network:
        first, *rows = self.upstream
        alone = ((first[0], *(0,) * (len(first) - 1)), *((0,) * len(row) for row in rows))
        return self.network.with_arrays(G=alone)

    @misconception(
        "You rotated $G$ by 180°. The gradient with respect to the kernel is the cross-correlation of $X$ with $G$, without rotation."
    )
    def flipped_kernel(self) -> Network:
        return self.network.with_arrays(G=tuple(row[::-1] for row in reversed(self.upstream)))

    @misconception("You transposed $G$. The rows of $G$ correspond to the rows of the image.")
    def transposed_kernel(self) -> Network | None:
        square = len(self.upstream) == len(self.upstream[0])
        return self.network.with_arrays(G=tuple(zip(*self.upstream, strict=True))) if square else None
