"""Convolution, ReLU and pooling of a 5 × 5 image: what is the output of each step?"""

from dataclasses import replace

from examgen.authoring import Ask, Draw, Field, Grid, Matrix, Network, Number, Question
from examgen.authoring import cells, layers, misconception, nonzero, ops


class ConvReluPool(Question):
    """The three steps of a convolutional block, by hand."""

    topic, level, title = "pooling", 3, "Convolution, ReLU and pooling"
    depends = {"a": ("z",), "p": ("a",)}
    conventions = ("cross_correlation", "valid_padding", "unit_stride", "pool_stride")
    picture = "grids"
    stem = r"""
Three layers are applied to the image $X$: `{{ network.node("z").layer }}` with the kernel $K$ and the bias
$b = {{ bias | number }}$, then `{{ network.node("a").layer }}`, then `{{ network.node("p").layer }}`.

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }}$$
"""
    z = Ask("Compute the output of the convolutional layer.", Matrix(), weight=2)
    a = Ask("Compute the output of the ReLU layer.", Matrix(), follows="z")
    p = Ask("Compute the output of the pooling layer.", Matrix(decimals=2), follows="a")

    @property
    def asks(self) -> dict[str, Ask]:
        exact = {} if self.pooling == "average" else {"p": replace(type(self).p, type=Matrix())}
        return {**type(self).declared_asks(), **exact}

    image: Grid = Field(description="Input image.")
    kernel: Grid = Field(description="Kernel of the convolutional layer.")
    bias: Number = Field(0, description="Bias of the convolutional layer.")
    pooling: str = Field("max", description="Pooling operation: max or average.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            image=d.grid("image", (5, 5), range(4)),
            kernel=d.grid("kernel", (2, 2), (-2, -1, 1, 2)),
            **d.choices(bias=nonzero(range(-3, 3)), pooling=("max", "average")),
        )

    def check(self) -> None:
        if self.pooling not in ("max", "average"):
            raise ValueError(f"pooling must be max or average, got {self.pooling!r}")
        if len(self.kernel) >= len(self.image) or len(self.kernel[0]) >= len(self.image[0]):
            raise ValueError(
                "the kernel must be smaller than the image: the feature map needs two rows and two columns"
            )

    def admissible(self) -> bool:
        weights = list(cells(self.kernel))
        if not min(weights) < 0 < max(weights) or weights.count(0) > 1:
            return False
        z, a, p = (set(cells(self.derivation().answers[name])) for name in ("z", "a", "p"))
        return min(z) < 0 and len(a) > 2 and len(p) > 1 and 88 <= self.derivation().effort <= 98

    @property
    def network(self) -> Network:
        pool = layers.MaxPooling2D if self.pooling == "max" else layers.AveragePooling2D
        size = (len(self.kernel), len(self.kernel[0]))
        return (
            Network(x=self.image, kernel=self.kernel, bias=self.bias)
            .add("z", layers.Conv2D(1, size[0] if size[0] == size[1] else size), "x", weights=("kernel", "bias"))
            .add("a", layers.ReLU())
            .add("p", pool(2))
        )

    @misconception("You dropped the minus signs. ReLU replaces negative values with 0.")
    def absolute_value(self) -> Network:
        return self.network.swap("a", ops.absolute)
