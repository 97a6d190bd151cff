"""A 5 × 5 convolution on 32 × 32 × 3 and a locally connected layer of the same shape: how many parameters does each have?"""

from math import prod

from examgen.authoring import Answers, Ask, Computed, Count, Draw, Field, Integer, Network, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._volume import ConvolvesVolume


def _unshared(q: "LocallyConnected", answers: Answers) -> int:
    """The arrays that Keras 2 allocated for `LocallyConnected2D`: one matrix per position, one bias per output value."""
    import numpy

    *sides, filters = (int(n) for n in answers["z"])
    window = q.kernel_size * q.kernel_size * q.channels
    return numpy.empty((prod(sides), window, filters)).size + numpy.empty((*sides, filters)).size


class LocallyConnected(ConvolvesVolume):
    """What sharing weights saves: a convolutional layer and a layer with filters of its own at every position.

    Keras 3 has no locally connected layer, so its count is attested by the size of its arrays, its output shape and its operations by the
    convolution with the same windows.
    """

    topic, level, title = "convolution", 3, "A locally connected layer"
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "bias", "macs")
    stem = r"""
The layer `{{ network.code("z") }}` is applied to a volume of shape {{ height }} × {{ width }} × {{ channels }}. A locally connected layer
has the same windows, but it shares no weights: at every position it has {{ filters }} filters and {{ filters }} biases of its own.
"""
    z = Ask("What is the output shape of both layers?", Shape(rank=3))
    shared = parameters_of("the convolutional layer", "z")
    local = Ask(
        "How many parameters does the locally connected layer have?", Integer(), of=Computed(_unshared), follows="z"
    )
    macs = Ask(
        "How many multiply–accumulate operations does each of the two layers perform?",
        Integer(),
        of=observable.multiplications("z"),
        follows="z",
        continues=lambda q, answers: prod(answers["z"]) * q.kernel_size**2 * q.channels,
    )
    strides: Count = Field(1, description="Stride.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            **cls.drawn_volume(d, (12, 14, 16, 18, 20, 24, 28, 30, 32, 36, 48, 64), (1, 3, 3, 6, 8, 16)),
            **d.choices(filters=(4, 6, 8, 10, 12, 16, 20, 24, 32), kernel_size=(3, 3, 5), strides=(1, 1, 2)),
        )

    def admissible(self) -> bool:
        return self.channels != self.filters and 25 <= self.derivation().effort <= 28

    @property
    def network(self) -> Network:
        return self.volume.add("z", layers.Conv2D(self.filters, self.kernel_size, strides=self.strides))

    @misconception("You shared the biases. A locally connected layer has one bias for every value of its output.")
    def biases_shared(self) -> dict[str, int]:
        positions, window = prod(map(int, self.worked["z"][:2])), self.kernel_size**2 * self.channels
        return {"local": positions * window * self.filters + self.filters}

    @misconception("You connected every value of the output to the whole input. It is connected to its window only.")
    def dense_counted(self) -> dict[str, int]:
        return {"local": prod(map(int, self.worked["z"])) * (self.height * self.width * self.channels + 1)}

    @misconception("You counted one position only. Both layers compute values at every position of the output.")
    def one_position(self) -> dict[str, int]:
        return {"macs": self.kernel_size**2 * self.channels * self.filters}
