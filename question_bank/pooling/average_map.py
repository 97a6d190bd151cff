"""2 × 2 average pooling of a 4 × 4 feature map: what is the output?"""

from __future__ import annotations

from examgen.authoring import Ask, Layer, Matrix, Network, layers, misconception, ops
from examgen.question_bank._sizes import option
from examgen.question_bank.pooling._pooled import PoolingMap


class AverageMap(PoolingMap):
    """Average pooling: the mean of every window."""

    topic, level, title = "pooling", 1, "Average pooling by hand"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.AveragePooling2D
    p = Ask("Compute the output of the pooling layer.", Matrix(decimals=2))

    def blanked(self, net: Network, pooling: Layer) -> Network:
        ones = tuple((1,) * len(self.x[0]) for _ in self.x)
        return (
            net.with_arrays(ones=ones)
            .add("bordered", layers.ZeroPadding2D(padding=self.border), net.last)
            .add("mean of all", pooling)
            .add("ones framed", layers.ZeroPadding2D(padding=option(self.zeros)), "ones")
            .add("counting", layers.ZeroPadding2D(padding=self.border))
            .add("part", pooling)
            .add("p", ops.divide(), "mean of all", "part")
        )

    @misconception("You added the values of each window but did not divide the sum by the number of values.")
    def sum_for_average(self) -> Network:
        height, width = self.pool_size
        ones = tuple((1,) * width for _ in range(height))
        summing = layers.Conv2D(
            1, option(self.pool_size), strides=option(self.strides), padding=self.padding, use_bias=False
        )
        net = Network(x=self.x, ones=ones).add("framed", layers.ZeroPadding2D(padding=option(self.zeros)), "x")
        return net.add("p", summing, weights=("ones",))
