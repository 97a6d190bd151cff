"""Two channels of 2 × 3: what do global average and global max pooling give?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Network, Question, Vector, Volume, layers, misconception, ops


class GlobalPooling(Question):
    """One number a channel: the mean of the whole map, and its largest cell."""

    topic, level, title = "pooling", 2, "Global pooling"
    picture = "grids"
    stem = r"""
The layers `GlobalAveragePooling2D()` and `GlobalMaxPooling2D()` both read a volume of
{{ x | length }} × {{ x[0] | length }} cells and {{ x[0][0] | length }} channels. Its channels, one after the other, are

$$ {{ x | channels }} $$
"""
    average = Ask("What does the global average pooling give?", Vector(decimals=2))
    maximum = Ask("What does the global max pooling give?", Vector())

    x: Volume

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height, width = d.integer("height", 2, 3), d.integer("width", 2, 3)
        return dict(x=d.volume("x", (height, width, d.integer("channels", 2, 3)), range(-3, 10)))

    def admissible(self) -> bool:
        channels = [[cell[c] for row in self.x for cell in row] for c in range(len(self.x[0][0]))]
        return len(set(map(max, channels))) > 1 and len(set(map(sum, channels))) > 1 and all(map(sum, channels))

    @property
    def network(self) -> Network:
        net = Network(x=self.x).add("average", layers.GlobalAveragePooling2D(), "x")
        return net.add("maximum", layers.GlobalMaxPooling2D(), "x")

    @misconception("The cells of each channel were added up but not divided by how many there are.")
    def sum_for_average(self) -> Network:
        return Network(x=self.x).add("average", ops.sum(axis=(0, 1)), "x").add("maximum", ops.max(axis=(0, 1)), "x")

    @misconception("The sum of a channel was divided by the cells of all channels. Each channel has a mean of its own.")
    def all_cells_counted(self) -> Network:
        net = Network(x=self.x, channels=len(self.x[0][0])).add("mean", layers.GlobalAveragePooling2D(), "x")
        return net.add("average", ops.divide(), "mean", "channels").add("maximum", layers.GlobalMaxPooling2D(), "x")
