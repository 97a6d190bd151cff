"""A convolutional network for 32 × 32 × 3 images and 10 classes with at most 9,000 parameters."""

from math import isqrt
from typing import ClassVar

from examgen.authoring import Ask, Count, Draw, Field, Input, Integer, LayerDesign, Network
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._volume import ReadsVolume

MOST_LAYERS = 12


class DesignNetwork(ReadsVolume):
    """A network of the student's own for a given input and given classes, within a budget of parameters."""

    topic, level, title = "architecture", 5, "Design a network within a budget"
    picture = "network"
    conventions = ("valid_padding", "unit_stride", "pool_stride", "bias")
    stem = r"""
Images of shape {{ height }} × {{ width }} × {{ channels }} are to be classified into {{ classes }} classes. The network `Flatten()`,
`{{ network.node("hidden").layer }}`, `{{ network.node("proposal").layer }}` has a large number of parameters and ignores the spatial
structure of the image. Design a better network that meets these requirements:

- at most {{ most_layers }} layers (`Flatten` and pooling layers count as layers), the last one with softmax over the {{ classes }}
  classes,
- between {{ least }} and {{ most }} parameters in total (limits included),
- at least two convolutional layers with kernels of 3 × 3 or larger, each with a stride no larger than its kernel,
- no pooling before the first convolutional layer,
- a non-linear activation function between any two consecutive layers with weights.
"""
    most_layers: ClassVar[int] = MOST_LAYERS
    units: Count = Field(description="Number of units in the hidden dense layer of the given network.")
    classes: int = Field(ge=2, le=10_000, description="Number of classes.")
    least: int = Field(ge=1, description="Smallest number of parameters that the design may have.")
    most: int = Field(ge=1, description="Largest number of parameters that the design may have.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        volume, classes = cls.drawn_volume(d, d.integer("height", 20, 64), (1, 3, 3)), d.integer("classes", 3, 20)
        needed = _parameters(d.integer("filters", 5, 24), volume["channels"], classes)
        most = d.choice("most", (-(-needed // 500) * 500 + 500 * d.integer("slack", 0, 2),))
        units = d.choice("units", (32, 48, 64, 100, 128))
        return dict(**volume, units=units, classes=classes, least=most // 1000 * 500, most=most)

    def check(self) -> None:
        counts = (_parameters(filters, self.channels, self.classes) for filters in range(1, isqrt(self.most) + 1))
        if min(self.height, self.width) < 6 or not any(self.least <= count <= self.most for count in counts):
            task = f"{self.height} × {self.width} × {self.channels} and {self.classes} classes"
            wanted = f"{self.least} to {self.most} parameters"
            raise ValueError(f"two convolutions and a dense layer for {task} do not come out at {wanted}")

    def admissible(self) -> bool:
        return self.height * self.width * self.channels * self.units > 3 * self.most

    @property
    def asks(self) -> dict[str, Ask]:
        design = LayerDesign(
            (self.height, self.width, self.channels),
            (self.classes,),
            max_parameters=self.most,
            min_parameters=self.least,
            max_layers=MOST_LAYERS,
            ends_with="softmax",
            convolutions=2,
            convolution_first=True,
            nonlinear=True,
        )
        length, everything = observable.shape("flat", axis=0), observable.parameters("hidden", "proposal")
        count = "How many parameters does the given network have?"
        text = "Give a network that meets all requirements, as Keras code."
        return {
            "length": Ask("What is the length of the output of `Flatten`?", Integer(), of=length),
            "count": Ask(count, Integer(), of=everything, follows="length"),
            "design": Ask(text, design, of=observable.shape("proposal"), weight=3),
        }

    @property
    def network(self) -> Network:
        return (
            self.volume.add("flat", layers.Flatten())
            .add("hidden", layers.Dense(self.units, activation="relu"))
            .add("proposal", layers.Dense(self.classes, activation="softmax"))
        )

    @misconception("You left out the channels. A flattened image has height × width × channels values.")
    def channels_left_out(self) -> Network | None:
        return self.network.with_arrays(x=Input(self.height, self.width)) if self.channels > 1 else None

    @misconception("You left out the output layer. It has weights and biases as well.")
    def output_layer_left_out(self) -> Network:
        return self.network.without("proposal")

    @misconception("You connected the output layer to the image. Its input is the output of the hidden layer.")
    def output_reads_the_image(self) -> Network:
        return self.network.rewire("proposal", "flat")


def _parameters(filters: int, channels: int, classes: int) -> int:
    """Two 3 × 3 convolutions, the second with twice the filters, their maps averaged, a dense layer: to see what can be asked."""
    return (9 * channels + 1) * filters + (9 * filters + 1) * 2 * filters + (2 * filters + 1) * classes
