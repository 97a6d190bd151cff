"""Max pooling with stored positions, then max unpooling of another feature map: what is the output?"""

from examgen.authoring import Ask, Draw, Field, Grid, Matrix, Network, Question
from examgen.authoring import cells, layers, misconception, observable, ops, reshape, shape
from examgen.question_bank._grids import blocks, from_blocks, one_channel, refuse_other_shape


class Unpooling(Question):
    """Max unpooling: values return to the positions of the maxima."""

    topic, level, title = "pooling", 2, "Max unpooling"
    picture = "grids"
    conventions = ("pool_stride",)
    stem = r"""
In an encoder, {{ pool_size }} × {{ pool_size }} max pooling is applied to the feature map $X$, and the positions of the maxima are
stored. If the maximum occurs more than once in a window, its first occurrence in row-by-row order is used. Later, the decoder applies max
unpooling to $Y$: every value of $Y$ is written to the stored position of its window; all other values are 0.

$$X = {{ x | matrix }} \qquad Y = {{ y | matrix }}$$
"""
    pooled = Ask("Compute the output of max pooling.", Matrix())
    unpooled = Ask("Compute the output of max unpooling.", Matrix(), of=observable.gradient("loss", "x"), weight=2)
    x: Grid = Field(description="Feature map of the encoder.")
    y: Grid = Field(description="Feature map of the decoder, with the shape of the pooled feature map.")
    pool_size: int = Field(2, ge=2, description="Side length of the pooling windows, which is also the stride.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        size = d.choice("pool_size", (2,))
        x = d.grid("x", (2 * size, 2 * size), range(10))
        return dict(x=x, y=d.grid("y", (len(x) // size, len(x[0]) // size), range(1, 10)), pool_size=size)

    def check(self) -> None:
        wanted = tuple(n // self.pool_size for n in shape(self.x))
        refuse_other_shape("y", self.y, wanted, "the pooled feature map")

    def admissible(self) -> bool:
        windows = blocks(self.x, self.pool_size)
        maxima, places = set(map(max, windows)), {window.index(max(window)) for window in windows}
        ties = any(window.count(max(window)) > 1 for window in windows)
        return len(maxima) >= 3 and not ties and len(places) >= 3 and maxima.isdisjoint(cells(self.y))

    @property
    def network(self) -> Network:
        net = Network(x=self.x, upstream=one_channel(self.y))
        net = net.add("pooled volume", layers.MaxPooling2D(self.pool_size), "x")
        net = net.add("loss", ops.multiply(), "pooled volume", "upstream")
        return net.add("pooled", ops.reshape(shape(self.y)), "pooled volume")

    @misconception("You repeated the values of $Y$. Each one is written to a single position; the others are 0.")
    def values_repeated(self) -> dict[str, Grid]:
        values = list(cells(self.y))
        return {"unpooled": from_blocks(lambda k, place: values[k], self.pool_size, self.x)}

    @misconception(
        "You wrote every value in the top-left corner of its window. Write it at the stored position of the maximum."
    )
    def top_left(self) -> dict[str, Grid]:
        values = list(cells(self.y))
        return {"unpooled": from_blocks(lambda k, place: 0 if place else values[k], self.pool_size, self.x)}

    @misconception("You wrote back the maxima of $X$. The values come from $Y$, only the positions from $X$.")
    def maxima_written(self) -> Network:
        maxima = tuple(map(max, blocks(self.x, self.pool_size)))
        return self.network.with_arrays(upstream=reshape(maxima, (*shape(self.y), 1)))
