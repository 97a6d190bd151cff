"""A 5 × 5 convolution on 28 × 28 × 192 with and without a 1 × 1 bottleneck to 16 channels: how many operations?"""

from examgen.authoring import Ask, Count, Draw, Field, Input, Integer, Network, Real, layers, misconception, observable
from examgen.question_bank._volume import ReadsVolume

NARROW, WIDE = observable.multiplications("narrow"), observable.multiplications("wide")


class Bottleneck(ReadsVolume):
    """The operations saved by a 1 × 1 convolution before a large kernel, as in Inception."""

    topic, level, title = "convolution", 3, "1 × 1 bottleneck"
    conventions = ("channels_last", "macs")
    picture = "network"
    stem = r"""
A volume of shape {{ height }} × {{ width }} × {{ channels }} is transformed into a volume of shape {{ height }} × {{ width }} ×
{{ filters }}, either directly, by the layer

- `{{ network.node("direct").layer }}`

or with a bottleneck, by the two layers

- `{{ network.node("narrow").layer }}`
- `{{ network.node("wide").layer }}`
"""
    direct = Ask(
        "How many multiply–accumulate operations (MACs) does the direct layer perform?",
        Integer(),
        of=observable.multiplications("direct"),
    )
    narrow = Ask("How many MACs does the 1 × 1 convolution perform?", Integer(), of=NARROW)
    wide = Ask("How many MACs does the layer after the 1 × 1 convolution perform?", Integer(), of=WIDE)
    ratio = Ask(
        "Divide the number of MACs of the direct layer by that of the two layers with the bottleneck. What is the result?",
        Real(decimals=2),
        of=observable.ratio(observable.multiplications("direct"), observable.total(NARROW, WIDE)),
        follows=("direct", "narrow", "wide"),
    )
    bottleneck: Count = Field(description="Number of channels of the bottleneck.")
    filters: Count = Field(description="Number of output channels.")
    kernel_size: Count = Field(description="Side length of the kernels (direct layer and after the bottleneck).")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            **cls.drawn_volume(d, (14, 28, 28, 56), (64, 80, 96, 100, 128, 160, 192, 256)),
            **d.choices(bottleneck=(8, 16, 32), filters=(32, 64, 128), kernel_size=(3, 5, 5)),
        )

    def admissible(self) -> bool:
        return self.bottleneck < self.filters < self.channels

    @property
    def told_shapes(self) -> dict[str, tuple[int, ...]]:
        return dict.fromkeys(("direct", "wide"), (self.height, self.width, self.filters))

    @property
    def network(self) -> Network:
        large = layers.Conv2D(self.filters, self.kernel_size, padding="same")
        net = self.volume.add("direct", large, "x")
        return net.add("narrow", layers.Conv2D(self.bottleneck, 1), "x").add("wide", large)

    @misconception("You used {{ channels }} channels after the 1 × 1 convolution. Its output has {{ bottleneck }}.")
    def bottleneck_ignored(self) -> Network:
        return self.network.rewire("wide", "x")

    @misconception("You left out the input channels. A 1 × 1 filter also has one weight for every input channel.")
    def flat_bottleneck(self) -> Network:
        return self.network.with_arrays(flat=Input(self.height, self.width, 1)).rewire("narrow", "flat")

    @misconception("You counted one position only. There are {{ height }} × {{ width }} positions.")
    def one_place(self) -> Network:
        return self.network.with_arrays(x=Input(1, 1, self.channels))
