"""Global average and global max pooling of two 2 × 3 feature maps: what are the outputs?"""

from examgen.authoring import Ask, Draw, Field, Network, Question, Vector, Volume, layers, misconception, ops


class GlobalPooling(Question):
    """One value per channel: the mean of the feature map, and its maximum."""

    topic, level, title = "pooling", 2, "Global pooling"
    conventions = ("channels_last",)
    picture = "grids"
    stem = r"""
The layers `GlobalAveragePooling2D()` and `GlobalMaxPooling2D()` are applied to a volume of shape
{{ x | length }} × {{ x[0] | length }} × {{ x[0][0] | length }}. Its {{ x[0][0] | length }} channels are

$$ {{ x | channels }} $$
"""
    average = Ask("Compute the output of global average pooling.", Vector(decimals=2))
    maximum = Ask("Compute the output of global max pooling.", Vector())
    x: Volume = Field(description="Input volume: height × width × channels.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        height, width = d.integer("height", 2, 2), d.integer("width", 3, 3)
        return dict(x=d.volume("x", (height, width, d.integer("channels", 2, 2)), range(-3, 10)))

    def admissible(self) -> bool:
        channels = [[cell[c] for row in self.x for cell in row] for c in range(len(self.x[0][0]))]
        return len(set(map(max, channels))) > 1 and len(set(map(sum, channels))) > 1 and all(map(sum, channels))

    @property
    def network(self) -> Network:
        net = Network(x=self.x).add("average", layers.GlobalAveragePooling2D(), "x")
        return net.add("maximum", layers.GlobalMaxPooling2D(), "x")

    @misconception("You added the values of each channel but did not divide the sum by the number of values.")
    def sum_for_average(self) -> Network:
        return Network(x=self.x).add("average", ops.sum(axis=(0, 1)), "x").add("maximum", ops.max(axis=(0, 1)), "x")

    @misconception("You divided by the number of values in all channels. Each mean is taken over one channel.")
    def all_cells_counted(self) -> Network:
        net = Network(x=self.x, channels=len(self.x[0][0])).add("mean", layers.GlobalAveragePooling2D(), "x")
        return net.add("average", ops.divide(), "mean", "channels").add("maximum", layers.GlobalMaxPooling2D(), "x")
