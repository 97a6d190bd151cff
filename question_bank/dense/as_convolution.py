"""Which convolutional layer is equivalent to Flatten and Dense(4096) on a 7 × 7 × 512 volume?"""

from examgen.authoring import Agreements, Ask, Computed, Count, Draw, Field, Input, Integer, Network, Question, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import parameters_of


def _covering(q: "AsConvolution") -> int:
    """The side of the only filters that have a single position on the volume, found by trying all of them."""
    (found,) = (f for f in range(1, q.side + 1) if len([start for start in range(q.side) if start + f <= q.side]) == 1)
    return found


class AsConvolution(Question):
    """The convolutional layer that replaces a dense layer, and its output on a larger image."""

    topic, level, title = "dense", 3, "A dense layer as a convolution"
    conventions = ("channels_last", "bias")
    stem = r"""
In a network, a volume of shape {{ side }} × {{ side }} × {{ channels }} is flattened and passed to `Dense({{ units }})`. The flatten and
dense layers are replaced by one convolutional layer with stride 1 and without padding. Applied to the volume, it computes the same
{{ units }} values with the same weights.
"""
    kernel = Ask("What is the side length $f$ of its $f \\times f$ filters?", Integer(), of=Computed(_covering))
    filters = Ask("How many filters does the convolutional layer have?", Integer(), of=observable.shape("same", axis=2))
    count = parameters_of(
        "the convolutional layer",
        "same",
        when=", including biases",
        follows=("kernel", "filters"),
        continues=lambda q, answers: (answers["kernel"] ** 2 * q.channels + 1) * answers["filters"],
    )
    larger_map = Ask(
        "For a larger image, the volume has shape {{ larger }} × {{ larger }} × {{ channels }}. "
        "What is the output shape of the convolutional layer?",
        Shape(rank=3),
        follows=("kernel", "filters"),
        continues=lambda q, answers: (*[q.larger - answers["kernel"] + 1] * 2, answers["filters"]),
    )
    side: Count = Field(description="Height and width of the volume.")
    channels: Count = Field(description="Number of channels of the volume.")
    units: Count = Field(description="Number of units in the dense layer.")
    larger: Count = Field(description="Height and width of the volume for a larger image.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side = d.choice("side", (4, 5, 6, 7, 7, 8))
        return dict(
            side=side,
            channels=d.choice("channels", (16, 32, 64, 128, 256, 512, 512)),
            units=d.choice("units", (10, 84, 100, 120, 512, 1000, 1024, 4096)),
            larger=d.choice("larger", (2 * side, 2 * side - 1, side + 4, side + 7)),
        )

    def check(self) -> None:
        if self.larger < self.side:
            raise ValueError(
                f"the larger volume must be at least as large as the filters, {self.side} × {self.side}; got "
                f"{self.larger}"
            )

    @property
    def network(self) -> Network:
        convolution = layers.Conv2D(self.units, self.side)
        volume, larger = (Input(side, side, self.channels) for side in (self.side, self.larger))
        net = Network(x=volume, larger=larger)
        net = net.add("flat", layers.Flatten(), "x").add("dense", layers.Dense(self.units))
        return net.add("same", convolution, "x").add("larger_map", convolution, "larger")

    @property
    def agreements(self) -> Agreements:
        return ((observable.parameters("same"), observable.parameters("dense")),)

    @misconception(
        "You used 1 × 1 filters. A unit of the dense layer is connected to the whole volume, so the filter must cover all of it."
    )
    def one_by_one(self) -> dict[str, int | tuple[int, ...]]:
        count = (self.channels + 1) * self.units
        return {"kernel": 1, "count": count, "larger_map": (self.larger, self.larger, self.units)}

    @misconception("You used one filter per channel. Each unit is computed by one filter, so count the units.")
    def filter_per_channel(self) -> dict[str, int] | None:
        return {"filters": self.channels} if self.channels != self.units else None

    @misconception(
        "You assumed that the filter has a single position. It slides over the larger volume and computes one value at each position."
    )
    def stays_one_cell(self) -> dict[str, tuple[int, ...]]:
        return {"larger_map": (1, 1, self.units)}

    @misconception("You used the filter size as the stride. The stride is 1.")
    def side_by_side(self) -> Network | None:
        several = (
            self.larger >= 2 * self.side
        )  # where there is one position only, its feedback is that of `stays_one_cell`
        return self.network.but("larger_map", strides=self.side) if several else None
