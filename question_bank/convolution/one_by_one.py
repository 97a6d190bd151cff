"""A 1 × 1 convolution of two filters is applied to a 2 × 2 × 3 volume: what is the output?"""

from typing import Any

from examgen.authoring import Ask, Draw, Field, Grid, Network, Question, Row, Shape, Tensor, Volume
from examgen.authoring import cells, layers, misconception, nonzero, observable, shape
from examgen.question_bank._counted import parameters_of


class OneByOne(Question):
    """A 1 × 1 convolution mixes the channels of every pixel, by hand."""

    topic, level, title = "convolution", 3, "A 1 × 1 convolution by hand"
    axes = {"W": "channels filters", "b": "filters"}
    conventions = ("channels_last",)
    stem = r"""
A 1 × 1 convolution with {{ b | length }} filter{{ "s" if b | length > 1 }} is applied to the volume $X$ of shape {{ image | length }} ×
{{ image[0] | length }} × {{ image[0][0] | length }}. Column $k$ of $W$ holds the weights of filter $k$, one per input channel, and
entry $k$ of $b$ its bias. There is no activation function. The channels of $X$ are listed in order:

$$X = {{ image | channels }}$$

$$W = {{ W | matrix }} \qquad b = {{ b | vector }}$$
"""
    size = Ask("What is the output shape?", Shape(rank=3), of=observable.shape("z"))
    z = Ask("Compute the output. Give it as an array indexed [row][column][filter].", Tensor(), weight=3)
    count = parameters_of("the layer", "z")
    image: Volume = Field(description="Input volume: height × width × channels.")
    W: Grid = Field(description="Weights, one row per input channel and one column per filter.")
    b: Row = Field(description="Biases, one per filter.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        rows, columns, channels, filters = d.choice("sizes", ((2, 2, 3, 2), (2, 2, 2, 3), (2, 3, 2, 2), (3, 2, 2, 2)))
        image = d.volume("image", (rows, columns, channels), range(5))
        W = d.grid("W", (len(image[0][0]), filters), (-2, -1, 0, 1, 2, 3))
        return dict(image=image, W=W, b=d.row("b", len(W[0]), nonzero(range(-3, 4))))

    def check(self) -> None:
        if len(self.W) != (channels := shape(self.image)[2]):
            raise ValueError(f"W must have one row per input channel ({channels}); got {len(self.W)}")

    def admissible(self) -> bool:
        weights, pixels = list(cells(self.W)), list(cells(self.image))
        varied = len(set(zip(*self.W, strict=True))) > 1 and min(weights) < 0 and weights.count(0) <= 1
        return varied and pixels.count(0) <= 2 and 30 <= self.derivation().effort <= 34

    @property
    def network(self) -> Network:
        net = Network(x=self.image, W=((self.W,),), b=self.b)
        return net.add("z", layers.Conv2D(len(self.b), 1), weights=("W", "b"))

    @misconception("You put the filter index first. It comes last: every position holds one value per filter.")
    def filter_index_first(self) -> dict[str, object]:
        z: Any = self.derivation().answers["z"]
        return {"z": tuple(tuple(tuple(cell[k] for cell in row) for row in z) for k in range(len(self.b)))}

    @misconception("You applied only one filter. The output has one channel per filter.")
    def one_filter(self) -> Question | None:
        return self.but(W=tuple(row[:1] for row in self.W), b=self.b[:1]) if len(self.b) > 1 else None

    @misconception("You added the bias once per input channel. A filter has one bias, which is added once.")
    def bias_per_channel(self) -> Network:
        return self.network.with_arrays(b=tuple(len(self.W) * bias for bias in self.b))
