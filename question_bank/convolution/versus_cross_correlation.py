"""A 2 × 2 kernel on a 3 × 3 image: what are the cross-correlation, as in Keras, and the convolution of signal processing?"""

from examgen.authoring import Ask, Choices, Draw, Field, Grid, Matrix, Network, Question
from examgen.authoring import cells, layers, misconception, nonzero, observable, ops, shape
from examgen.question_bank._grids import laid_on, lopsided, map_size, surrounded, transposed, turned
from examgen.question_bank._sizes import refuse_larger

_SYMMETRIC: tuple[Grid, ...] = (((1, 2), (2, 1)), ((0, 1), (1, 0)), ((3, 3), (3, 3)), ((2, 1), (1, 2)))
_MIRRORED: tuple[Grid, ...] = (((1, 0), (0, 2)), ((2, 1), (1, 0)), ((3, 0), (0, 1)))
"""Equal to their transpose, but not to themselves rotated by 180°."""
_OTHERS: tuple[Grid, ...] = (((1, 2), (1, 2)), ((0, 3), (1, 0)), ((1, 1), (2, 2)), ((1, -1), (1, -1)))


class VersusCrossCorrelation(Question):
    """Cross-correlation and convolution in the mathematical sense, with the same kernel."""

    topic, level, title = "convolution", 2, "Convolution and cross-correlation"
    picture = "grids"
    inapplicable = ("flipped_kernel",)  # what is asked for
    stem = r"""
The kernel $K$ is applied to the image $X$ with stride 1 and without padding. In signal processing, a *convolution* rotates the kernel
by 180° before it is applied; a *cross-correlation* applies it as it is. The layers of Keras compute the cross-correlation.

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
    image: Grid = Field(description="Input image.")
    kernel: Grid = Field(description="Kernel.")
    others: tuple[Grid, ...] = Field((), max_length=6, description="Kernels to choose from in the last part, if any.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        others = (*d.sample("symmetric", _SYMMETRIC, 2), d.choice("mirrored", _MIRRORED), d.choice("other", _OTHERS))
        return dict(
            image=d.grid("image", (3, 3), range(6)),
            kernel=d.grid("kernel", (2, 2), nonzero(range(-3, 4))),
            others=d.sample("others", others, len(others)),
        )

    def check(self) -> None:
        refuse_larger(shape(self.kernel), shape(self.image))
        if any(min(shape(grid)) < 1 for grid in self.others):
            raise ValueError("every kernel needs a row and a column")

    def admissible(self) -> bool:
        told = lopsided(self.kernel) and min(cells(self.kernel)) < 0 and list(cells(self.image)).count(0) <= 1
        return told and 40 <= self.derivation().effort <= 45

    @property
    def asks(self) -> dict[str, Ask]:
        asks = {
            "correlation": Ask("Compute the cross-correlation of $X$ with $K$.", Matrix()),
            "convolution": Ask("Compute the convolution of $X$ with $K$.", Matrix()),
        }
        if self.others:
            of = observable.row(*(observable.agrees(f"one {i}", f"other {i}") for i in range(len(self.others))))
            options = tuple(rf"$\begin{{bmatrix}} {_tex(grid)} \end{{bmatrix}}$" for grid in self.others)
            which = (
                "For which of these kernels do convolution and cross-correlation give the same result, for every image?"
            )
            asks["equal"] = Ask(which, Choices(options), of=of)
        return asks

    @property
    def network(self) -> Network:
        places = map_size(self.image, self.kernel)
        net = Network(x=self.image, kernel=self.kernel, turned=turned(self.kernel))
        for name, kernel in (("correlation", "kernel"), ("convolution", "turned")):
            layer = layers.Conv2D(1, shape(self.kernel), use_bias=False)
            net = net.add(f"{name} map", layer, "x", weights=(kernel,)).add(name, ops.reshape(places))
        for i, grid in enumerate(self.others):
            # equal for every image where they are equal for an image of one bright pixel, which shows the whole kernel
            layer, dot = (
                layers.Conv2D(1, shape(grid), use_bias=False),
                surrounded(((1,),), *(n - 1 for n in shape(grid))),
            )
            net = net.with_arrays(**{f"dot {i}": dot, f"k {i}": grid, f"t {i}": turned(grid)})
            for name, weights in (("one", "k"), ("other", "t")):
                net = net.add(f"{name} {i}", layer, f"dot {i}", weights=(f"{weights} {i}",))
        return net

    @misconception("You swapped the two operations. A convolution rotates the kernel, a cross-correlation does not.")
    def exchanged(self) -> Question | None:
        return self.but(kernel=turned(self.kernel))

    @misconception("You transposed the kernel. A rotation by 180° reverses the rows and the columns.")
    def transposed_for_rotated(self) -> dict[str, object] | None:
        square = len(self.kernel) == len(self.kernel[0])
        return {"convolution": laid_on(transposed(self.kernel), self.image)} if square else None

    @misconception("You transposed the kernel. Each row of $K$ is multiplied by the corresponding row of the window.")
    def transposed_kernel(self) -> Question | None:
        square = len(self.kernel) == len(self.kernel[0])
        return self.but(kernel=transposed(self.kernel)) if square else None

    @misconception("You flipped the kernel along one axis only. A rotation by 180° reverses the rows and the columns.")
    def one_axis_only(self) -> dict[str, object]:
        return {"convolution": laid_on(tuple(row[::-1] for row in self.kernel), self.image)}

    @misconception(
        "You looked for kernels that equal their transpose. The kernel must stay the same when it is rotated by 180°."
    )
    def transpose_counts(self) -> dict[str, object] | None:
        square = all(len(grid) == len(grid[0]) for grid in self.others) and self.others
        return {"equal": tuple(int(grid == transposed(grid)) for grid in self.others)} if square else None


def _tex(grid: Grid) -> str:
    return r" \\ ".join(" & ".join(map(str, row)) for row in grid)
