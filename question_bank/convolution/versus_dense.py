"""From a 32 × 32 × 3 image to a 28 × 28 × 6 volume: how many parameters do a convolutional and a dense layer have?"""

from math import prod

from examgen.authoring import Agreements, Ask, Draw, Network, Real, layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._volume import ConvolvesVolume


class VersusDense(ConvolvesVolume):
    """Parameter sharing: a convolutional and a dense layer between the same two volumes."""

    topic, level, title = "convolution", 3, "Convolutional and dense layer compared"
    conventions = ("channels_last", "bias", "valid_padding", "unit_stride")
    stem = r"""
The layer `{{ network.node("z").layer }}` transforms an image of shape {{ height }} × {{ width }} × {{ channels }} into a volume of shape
{{ output | join(" × ") }}. Instead, a dense layer can be applied to the flattened image. It has one unit for each value of this volume.
"""
    convolution = parameters_of("the convolutional layer", "z")
    dense = parameters_of("the dense layer", "d", weight=2)
    ratio = Ask(
        "Divide the number of parameters of the dense layer by that of the convolutional layer. Round the result to an integer.",
        Real(decimals=0),
        of=observable.ratio(observable.parameters("d"), observable.parameters("z")),
        follows=("convolution", "dense"),
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            **cls.drawn_volume(d, (28, 32, 32, 64), (1, 3, 3)),
            **d.choices(filters=(6, 8, 16, 32), kernel_size=(3, 5, 7)),
        )

    @property
    def output(self) -> tuple[int, int, int]:
        """The output shape of both layers."""
        return self.height - self.kernel_size + 1, self.width - self.kernel_size + 1, self.filters

    @property
    def network(self) -> Network:
        net = self.volume.add("z", layers.Conv2D(self.filters, self.kernel_size)).add("flat z", layers.Flatten())
        return net.add("flat x", layers.Flatten(), "x").add("d", layers.Dense(prod(self.output)), "flat x")

    @property
    def agreements(self) -> Agreements:
        return ((observable.shape("flat z"), observable.shape("d")),)

    @misconception("You gave the dense layer one unit per filter. It needs one unit per value of the volume.")
    def unit_for_filter(self) -> Network:
        return self.network.but("d", units=self.filters)

    @misconception("You counted the filters once per position. All positions share the same weights.")
    def nothing_shared(self) -> Network:
        # without sharing there would be one filter per position
        rows, columns, filters = self.output
        return self.network.but("z", filters=rows * columns * filters)

    @misconception("You left out the biases of the dense layer. Every unit has one.")
    def dense_without_bias(self) -> Network:
        return self.network.but("d", use_bias=False)
