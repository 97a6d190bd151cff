"""2 × 2 average pooling of a 4 × 4 feature map: what is the output?"""

from examgen.authoring import Ask, Draw, Matrix, Network, layers, misconception
from examgen.question_bank._sizes import option
from examgen.question_bank.pooling._pooled import POOLING, PoolingMap, counted, drawn, pooled, side_by_side


class AverageMap(PoolingMap):
    """Average pooling: the mean of every window."""

    topic, level, title = "pooling", 1, "Average pooling by hand"
    conventions = ("floor", "valid_padding", "pool_stride")
    kind = layers.AveragePooling2D
    picture, stem = "grids", POOLING
    misconceptions = (side_by_side,)
    p = Ask("Compute the output of the pooling layer.", Matrix(decimals=2))

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d, range(10))

    @property
    def network(self) -> Network:
        return pooled(self, counted)

    @misconception("You added the values of each window but did not divide the sum by the number of values.")
    def sum_for_average(self) -> Network:
        height, width = self.pool_size
        ones = tuple((1,) * width for _ in range(height))
        options = {"dilation_rate": self.dilation_rate} if self.dilation_rate > 1 else {"strides": option(self.strides)}
        summing = layers.Conv2D(1, option(self.pool_size), **options, padding=self.padding, use_bias=False)
        net = Network(x=self.x, ones=ones).add("framed", layers.ZeroPadding2D(padding=option(self.zeros)), "x")
        return net.add("p", summing, weights=("ones",))
