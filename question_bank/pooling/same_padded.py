"""A 5 × 5 map, windows of 2 × 2, padding "same": what do max pooling and average pooling give?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Matrix, Network, cells, layers, misconception, ops
from examgen.question_bank._sizes import Sizes
from examgen.question_bank.pooling._windowed import Windowed

KINDS = {"m": layers.MaxPooling2D, "a": layers.AveragePooling2D}


class SamePadded(Windowed):
    """Maximum and average of windows that stick out over the edge of the map."""

    topic, level, title = "pooling", 3, "Pooling with padding"
    picture = "grids"
    stem = r"""
Two layers, `{{ network.node("m").layer }}` and `{{ network.node("a").layer }}`, both read the map $X$.
Where a window sticks out over the edge, only the part of it that lies on the map counts, for the maximum and for the
mean. Windows stick out equally on both sides; if that is not possible, by one row more at the bottom and by one column
more at the right.

$$X = {{ x | matrix }}$$
"""
    m = Ask("What does the max pooling give?", Matrix())
    a = Ask("What does the average pooling give?", Matrix(decimals=2))

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        size = d.integer("rows", 3, 5), d.integer("columns", 3, 5)
        return dict(x=d.grid("x", size, range(-6, 10)), **cls.drawn_layer(d, (2, 3), (1, 2, 2), "same"))

    def admissible(self) -> bool:
        (rows, columns), (down, across) = self.size, self.strides
        sticks_out = all(after for _, after in self.outside)
        if not sticks_out or min(rows, columns) <= max(self.pool_size) or rows * columns > 9 * down * across:
            return False
        return len(set(cells(self.derivation().answers["m"]))) > 1

    @property
    def outside(self) -> tuple[Sizes, Sizes]:
        """How many rows of the windows lie above and below the map, and how many columns to its left and right."""
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
        "What is padded was taken for zeros. It has no number: it is no maximum and is not counted in a mean."
    )
    def padding_counted(self) -> Network:
        net = Network(x=self.x).add("framed", layers.ZeroPadding2D(padding=self.outside))
        for name, kind in KINDS.items():
            net = net.add(name, self.pooling(kind).but(padding="valid"), "framed")
        return net

    @misconception("The odd row or column was put at the top or left. Keras puts it at the bottom and at the right.")
    def odd_one_first(self) -> Network | None:
        if all(before == after for before, after in self.outside):
            return None
        net = Network(x=self.x).add("turned", ops.flip(axis=(0, 1)))
        for name, kind in KINDS.items():
            net = net.add(f"{name} turned", self.pooling(kind), "turned").add(name, ops.flip(axis=(0, 1)))
        return net
