"""An image and its feature map under a 2 × 2 kernel: what is the kernel?"""

from collections.abc import Callable
from math import prod
from typing import cast

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Matrix, Network, Question, Scalar
from examgen.authoring import layers, misconception, nonzero, ops, shape
from examgen.question_bank._grids import laid_on, lopsided


class InferKernel(Question):
    """Finding a kernel from an image and its feature map."""

    topic, level, title = "convolution", 4, "Finding the kernel"
    conventions = ("cross_correlation",)
    picture = "grids"
    stem = r"""
A kernel $K$ of size {{ window | join(" × ") }} is applied to the image $X$ with stride 1, without padding or bias. The feature map is $Z$.

$$X = {{ image | matrix }} \qquad Z = {{ output | matrix }}$$
"""
    kernel = Ask("Compute $K$.", Matrix())
    image: Grid = Field(description="Input image.")
    output: Grid = Field(description="Feature map.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        (a, b), (c, e) = d.grid("cells", (2, 2), range(1, 5))
        # zeros on two sides: the window in that corner meets the middle cell alone, and the weights follow one by one
        bordered = (
            ((0, 0, 0), (0, a, b), (0, c, e)),
            ((0, 0, 0), (a, b, 0), (c, e, 0)),
            ((0, a, b), (0, c, e), (0, 0, 0)),
            ((a, b, 0), (c, e, 0), (0, 0, 0)),
        )
        image = d.choice("image", bordered)
        kernel = d.grid("kernel", (2, 2), nonzero(range(-3, 5)))
        return dict(image=image, output=laid_on(kernel, image))

    @property
    def window(self) -> tuple[int, int]:
        """Height and width of the kernel."""
        return len(self.image) - len(self.output) + 1, len(self.image[0]) - len(self.output[0]) + 1

    def check(self) -> None:
        height, width = self.window
        if min(height, width) < 1:
            raise ValueError(f"output must not be larger than the image {shape(self.image)}; got {shape(self.output)}")
        known: set[tuple[int, int]] = set()
        met = [
            {(r, c) for r in range(height) for c in range(width) if self.image[top + r][left + c]}
            for top in range(len(self.output))
            for left in range(len(self.output[0]))
        ]
        while found := {place for places in met if len(places - known) == 1 for place in places - known}:
            known |= found
        if len(known) < height * width:
            raise ValueError("the weights must be found one by one, but no window has exactly one unknown weight")

    def admissible(self) -> bool:
        return lopsided(cast(Grid, self.derivation().answers["kernel"]))

    @property
    def network(self) -> Network:
        """Keras extracts the windows, solves for the weights (least squares), and applies them to the image."""
        window, places = self.window, prod(shape(self.output))
        return (
            Network(x=self.image, z=self.output)
            .add("windows", ops.extract_patches(window, strides=1), "x")
            .add("rows", ops.reshape((places, prod(window))))
            .add("columns", ops.transpose())
            .add("products", ops.matmul(), "columns", "rows")
            .add("sums", ops.reshape((places, 1)), "z")
            .add("weighed", ops.matmul(), "columns", "sums")
            .add("weights", ops.solve(), "products", "weighed")
            .add("kernel", ops.reshape(window))
            .add("again", layers.Conv2D(1, window, use_bias=False), "x", weights=("kernel",))
            .add("map", ops.reshape(shape(self.output)))
        )

    @property
    def agreements(self) -> Agreements:
        return (("map", "z"),)

    @misconception(
        "You rotated the kernel by 180°. Its top-left weight is multiplied by the top-left pixel of each window."
    )
    def flipped_kernel(self) -> Network:
        return self.network.insert_after("kernel", ops.flip(axis=(0, 1)))

    @misconception(
        "You transposed the kernel. Each row of the kernel is multiplied by the corresponding row of the window."
    )
    def transposed_kernel(self) -> Network | None:
        return self.network.insert_after("kernel", ops.transpose()) if len(set(self.window)) == 1 else None

    @misconception("You ignored the other weights. Subtract their contributions from the entry of $Z$, then divide.")
    def nothing_subtracted(self) -> Question | None:
        return self._around_the_middle(lambda cell: 0)

    @misconception("You added the contributions of the other weights. Subtract them from the entry of $Z$.")
    def added_for_subtracted(self) -> Question | None:
        return self._around_the_middle(lambda cell: -cell)

    def _around_the_middle(self, edit: Callable[[Scalar], Scalar]) -> Question | None:
        """The variant with every pixel edited but the central one, which is in every window of a 3 × 3 image."""
        if shape(self.image) != (3, 3) or self.window != (2, 2):
            return None
        rows = enumerate(self.image)
        return self.but(image=tuple(tuple(x if r == c == 1 else edit(x) for c, x in enumerate(row)) for r, row in rows))
