"""Max and average pooling of a 5 × 5 feature map with padding "same": what are the outputs?"""

from typing import Literal

from examgen.authoring import Ask, Draw, Field, Matrix, Network, cells, layers, misconception, ops
from examgen.question_bank._sizes import Sizes
from examgen.question_bank.pooling._windowed import Windowed

KINDS = {"m": layers.MaxPooling2D, "a": layers.AveragePooling2D}


class SamePadded(Windowed):
    """Max and average pooling with padding: only values of the feature map count."""

    topic, level, title = "pooling", 3, "Pooling with padding"
    picture = "grids"
    stem = r"""
The layers `{{ network.node("m").layer }}` and `{{ network.node("a").layer }}` are both applied to the feature map $X$. As in Keras,
padded positions are ignored when the maximum or mean of a window is computed. Padding is split evenly between the two sides; if the
total is odd, the extra row is added at the bottom and the extra column on the right.

$$X = {{ x | matrix }}$$
"""
    m = Ask("Compute the output of the max pooling layer.", Matrix())
    a = Ask("Compute the output of the average pooling layer.", Matrix(decimals=2))
    padding: Literal["valid", "same"] = Field("same", description="Padding of the layers: valid or same.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        size = d.integer("rows", 5, 5), d.integer("columns", 5, 5)
        return dict(x=d.grid("x", size, range(-6, 10)), **cls.drawn_layer(d, (3,), (2,), "same"))

    def admissible(self) -> bool:
        (rows, columns), (down, across) = self.size, self.strides
        sticks_out = all(after for _, after in self.outside)
        if not sticks_out or min(rows, columns) <= max(self.pool_size) or rows * columns > 9 * down * across:
            return False
        return len(set(cells(self.derivation().answers["m"]))) > 1

    @property
    def outside(self) -> tuple[Sizes, Sizes]:
        """Padded rows above and below the feature map, padded columns left and right."""
        rows, columns = (
            max(-n % s + f - s, 0) for n, f, s in zip(self.size, self.pool_size, self.strides, strict=True)
        )
        return (rows // 2, -(-rows // 2)), (columns // 2, -(-columns // 2))

    @property
    def network(self) -> Network:
        net = Network(x=self.x)
        for name, kind in KINDS.items():
            net = net.add(name, self.pooling(kind), "x")
        return net

    @misconception(
        "You counted the padding as zeros. In Keras, padded positions are included in neither the maximum nor the mean."
    )
    def padding_counted(self) -> Network:
        net = Network(x=self.x).add("framed", layers.ZeroPadding2D(padding=self.outside))
        for name, kind in KINDS.items():
            net = net.add(name, self.pooling(kind).but(padding="valid"), "framed")
        return net

    @misconception("You put the extra row or column first. Keras adds it at the bottom or on the right.")
    def odd_one_first(self) -> Network | None:
        if all(before == after for before, after in self.outside):
            return None
        net = Network(x=self.x).add("turned", ops.flip(axis=(0, 1)))
        for name, kind in KINDS.items():
            net = net.add(f"{name} turned", self.pooling(kind), "turned").add(name, ops.flip(axis=(0, 1)))
        return net
