"""Conv2D(32, 5, padding="same") on 28 × 28 × 192: how many multiply–accumulate operations does it perform?"""

from math import prod
from typing import Literal

from examgen.authoring import Ask, Count, Draw, Field, Input, Integer, Network, Shape, layers, misconception, observable
from examgen.question_bank._counted import operations_of
from examgen.question_bank._volume import ConvolvesVolume


class Multiplications(ConvolvesVolume):
    """The multiply–accumulate operations (MACs) of a convolutional layer."""

    topic, level, title = "convolution", 2, "Multiply–accumulate operations of a convolution"
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "macs")
    stem = r"""
The layer `{{ network.node("z").layer }}` is applied to a volume of shape {{ height }} × {{ width }} × {{ channels }}.
"""
    strides: Count = Field(1, description="Stride.")
    padding: Literal["valid", "same"] = Field("valid", description="Padding: valid or same.")
    connections: bool = Field(
        False, description="Whether the connections are asked for: the MACs and one bias per output value."
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            **cls.drawn_volume(d, (14, 28, 28, 32, 56, 64), (3, 16, 32, 64, 128)),
            filters=d.choice("filters", (8, 16, 32, 64, 128)),
            kernel_size=d.choice("kernel_size", (3, 3, 5)),
            strides=d.choice("strides", (1, 1, 2)),
            padding=d.choice("padding", ("valid", "same", "same")),
        )

    def admissible(self) -> bool:
        return self.channels != self.filters and self.kernel_size > self.strides

    @property
    def asks(self) -> dict[str, Ask]:
        asks = {
            "z": Ask("What is the output shape?", Shape(rank=3)),
            "macs": operations_of(
                "the layer",
                "z",
                follows="z",
                continues=lambda q, answers: prod(answers["z"]) * q.kernel_size**2 * q.channels,
                weight=2,
            ),
        }
        if self.connections:
            asks["connections"] = Ask(
                "How many connections does the layer have, if each output value has one to its bias as well?",
                Integer(),
                of=observable.total(observable.multiplications("z"), observable.shape("values", axis=0)),
                follows=("z", "macs"),
            )
        return asks

    @property
    def network(self) -> Network:
        layer = layers.Conv2D(self.filters, self.kernel_size, strides=self.strides, padding=self.padding)
        net = self.volume.add("z", layer)
        return net.add("values", layers.Flatten()) if self.connections else net

    @misconception("You counted one position only. The filters are applied at every position of the output.")
    def one_place(self) -> Network:
        one = self.network.with_arrays(x=Input(self.kernel_size, self.kernel_size, self.channels))
        return one.but("z", strides=1, padding="valid")

    @misconception("You counted one filter only. The layer has {{ filters }}, and each yields one output channel.")
    def one_filter(self) -> Network:
        return self.network.but("z", filters=1)

    @misconception("You used the height and width of the input. The filters are applied once per output position.")
    def places_of_the_input(self) -> dict[str, int] | None:
        if self.strides == 1 and self.padding == "same":
            return None
        return {"macs": self.height * self.width * self.filters * self.kernel_size**2 * self.channels}
